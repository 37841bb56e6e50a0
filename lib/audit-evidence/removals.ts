import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { type AuditStream, MIN_KEEP_DAYS } from "#lib/audit/schemas.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { hashOfEvent } from "./canonical.ts";
import { listRemovalRecords, type RemovalRecord } from "./verify-store.ts";

const Recorded = z.array(
  z.object({
    target: z.object({ id: z.string() }),
    after: z.object({ leaves: z.array(z.tuple([z.number(), z.number()])) }),
  }),
);

interface RemovedRange {
  readonly from: number;
  readonly to: number;
  readonly removedAt: number;
}

/**
 * The leaves of a stream whose events went after their time, by the records of the removals: events of the log, each as
 * it was sealed. What no record names is missing for another reason.
 */
export class Removals {
  readonly #tx: Tx;
  readonly #stream: AuditStream;
  #ranges: readonly RemovedRange[] = [];

  constructor(tx: Tx, stream: AuditStream) {
    this.#tx = tx;
    this.#stream = stream;
  }

  /** Events may go while a verification runs; their record commits with them. So a miss looks once more. */
  async covers(leaf: number, occurredAt: Date): Promise<boolean> {
    if (this.isRemoved(leaf, occurredAt)) return true;
    await this.load();
    return this.isRemoved(leaf, occurredAt);
  }

  /** Reads the records as they are now. */
  async load(): Promise<void> {
    this.#ranges = (await listRemovalRecords(this.#tx)).flatMap((record) => rangesOf(record, this.#stream));
    this.#ranges = this.#ranges.toSorted((a, b) => a.from - b.from);
  }

  /** By the records that were read; one that names younger events than may ever go is none. */
  isRemoved(leaf: number, occurredAt: Date): boolean {
    let [low, high] = [0, this.#ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle]?.from ?? 0) <= leaf) low = middle + 1;
      else high = middle;
    }
    const range = this.#ranges[low - 1];
    return range !== undefined && leaf <= range.to && occurredAt.getTime() <= range.removedAt - MIN_KEEP_DAYS * DAY_MS;
  }
}

function rangesOf({ row, leaf, hash, occurredAt }: RemovalRecord, stream: AuditStream): RemovedRange[] {
  const isAltered = leaf !== null && hash !== null && !hashOfEvent(leaf, row).equals(hash);
  const recorded = Recorded.safeParse(row.changes);
  if (isAltered || !recorded.success) return [];
  return recorded.data
    .filter(({ target }) => target.id === stream)
    .flatMap(({ after }) => after.leaves)
    .map(([from, to]) => ({ from, to, removedAt: occurredAt.getTime() }));
}

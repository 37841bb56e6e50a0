import type { Tx } from "#db/tenant.ts";
import type { AuditStream } from "#lib/audit/schemas.ts";
import { hashedPart, listLeaves, Removals } from "#lib/audit-evidence/index.ts";

/** One request has at most so many events, and about so many bytes: the last event may go over. */
const MAX_EVENTS = 500;
const MAX_BYTES = 1_000_000;
/** Leaves whose events went after their time need no space; so many are passed over at once. */
const MAX_LEAVES = 20_000;

/** Leaves without their events: removed after their time, on record; `unknown` is for verification to explain. */
interface Gap {
  readonly firstLeaf: number;
  lastLeaf: number;
  readonly reason: "retention" | "unknown";
}

/** A stretch of a stream, as it is sent. */
export interface Stretch {
  readonly lastLeaf: number;
  /** Each as JSON: `{ leaf, event }`, the event as it was hashed. */
  readonly events: readonly string[];
  readonly removed: readonly Gap[];
}

/**
 * Reads what a batch has from a leaf on.
 * @param untilLeaf the end of a batch that was made before; null: as much as a batch may have
 * @returns null when there is nothing so far
 */
export async function readStretch(
  tx: Tx,
  stream: AuditStream,
  firstLeaf: number,
  untilLeaf: number | null,
): Promise<Stretch | null> {
  const removals = new Removals(tx, stream);
  const events: string[] = [];
  const removed: Gap[] = [];
  let next = firstLeaf;
  for (let bytes = 0; untilLeaf === null || next <= untilLeaf; ) {
    const isFull = events.length >= MAX_EVENTS || bytes >= MAX_BYTES || next - firstLeaf >= MAX_LEAVES;
    if (untilLeaf === null && isFull) break;
    const limit = untilLeaf === null ? MAX_EVENTS - events.length : Math.min(MAX_EVENTS, untilLeaf - next + 1);
    const leaves = await listLeaves(tx, stream, next, limit);
    if (leaves.length === 0) break;
    for (const { leaf, event, occurredAt } of leaves) {
      if (event === null) note(removed, leaf, (await removals.covers(leaf, occurredAt)) ? "retention" : "unknown");
      else bytes += events[events.push(JSON.stringify({ leaf, event: hashedPart(event) })) - 1]?.length ?? 0;
      next = leaf + 1;
      if (untilLeaf === null && bytes >= MAX_BYTES) break;
    }
  }
  return next === firstLeaf ? null : { lastLeaf: next - 1, events, removed };
}

function note(removed: Gap[], leaf: number, reason: Gap["reason"]): void {
  const last = removed.at(-1);
  if (last?.lastLeaf === leaf - 1 && last.reason === reason) last.lastLeaf = leaf;
  else removed.push({ firstLeaf: leaf, lastLeaf: leaf, reason });
}

interface Envelope {
  readonly workspaceId: string;
  readonly destinationId: string;
  readonly stream: AuditStream;
  readonly sequence: number;
  readonly firstLeaf: number;
  readonly movedFromLeaf: number | null;
}

/** The body of a batch: Standard Webhooks, "Payload structure". The same batch has the same body. */
export function bodyOf(envelope: Envelope, madeAt: Date, { lastLeaf, events, removed }: Stretch): string {
  const head = JSON.stringify({ ...envelope, lastLeaf, removed }).slice(0, -1);
  return `{"type":"audit.events","timestamp":"${madeAt.toISOString()}","data":${head},"events":[${events.join(",")}]}}`;
}

/** A test event's: nothing of the log is in it. */
export function testBodyOf(workspaceId: string, destinationId: string, at: Date): string {
  return JSON.stringify({ type: "audit.test", timestamp: at.toISOString(), data: { workspaceId, destinationId } });
}

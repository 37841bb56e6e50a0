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

/** Where a batch begins, and where it may end. */
interface Bounds {
  readonly firstLeaf: number;
  /** The end of a batch that was made before; null: as much as a batch may have. */
  readonly untilLeaf: number | null;
  /** How many leaves the stream has. */
  readonly size: number;
}

/** Reads what a batch has. Every leaf of it is accounted for: by its event, or by what is said to be missing. */
export async function readStretch(tx: Tx, stream: AuditStream, bounds: Bounds): Promise<Stretch> {
  const { firstLeaf, untilLeaf, size } = bounds;
  const lastLeaf = untilLeaf ?? size - 1;
  const stretch = new GrowingStretch(firstLeaf, untilLeaf === null);
  const removals = new Removals(tx, stream);
  while (stretch.next <= lastLeaf && !stretch.isFull()) {
    const end = Math.min(lastLeaf + 1, stretch.next + stretch.room());
    const leaves = await listLeaves(tx, stream, stretch.next, end - stretch.next);
    // Their record has committed with the removal: what was read before it may be older.
    if (leaves.some((one) => one.event === null && !removals.isRemoved(one.leaf, one.occurredAt)))
      await removals.load();
    for (const { leaf, event, occurredAt } of leaves) {
      if (stretch.isFull()) break;
      stretch.passOver(leaf);
      if (event === null) stretch.miss(removals.isRemoved(leaf, occurredAt) ? "retention" : "unknown");
      else stretch.add(JSON.stringify({ leaf, event: hashedPart(event) }));
    }
    if (!stretch.isFull()) stretch.passOver(end);
  }
  return stretch.end();
}

class GrowingStretch {
  readonly #first: number;
  readonly #isBounded: boolean;
  readonly #events: string[] = [];
  readonly #removed: Gap[] = [];
  #bytes = 0;
  /** The leaf that comes next. */
  next: number;

  constructor(firstLeaf: number, isBounded: boolean) {
    this.#first = firstLeaf;
    this.next = firstLeaf;
    this.#isBounded = isBounded;
  }

  isFull(): boolean {
    const isLong = this.#events.length >= MAX_EVENTS || this.next - this.#first >= MAX_LEAVES;
    return this.#isBounded && (isLong || this.#bytes >= MAX_BYTES);
  }

  room(): number {
    return this.#isBounded ? MAX_EVENTS - this.#events.length : MAX_EVENTS;
  }

  add(event: string): void {
    this.#events.push(event);
    this.#bytes += Buffer.byteLength(event);
    this.next += 1;
  }

  miss(reason: Gap["reason"]): void {
    const last = this.#removed.at(-1);
    if (last?.lastLeaf === this.next - 1 && last.reason === reason) last.lastLeaf = this.next;
    else this.#removed.push({ firstLeaf: this.next, lastLeaf: this.next, reason });
    this.next += 1;
  }

  /** What has not even a leaf any more, before a place. */
  passOver(leaf: number): void {
    while (this.next < leaf) this.miss("unknown");
  }

  end(): Stretch {
    return { lastLeaf: this.next - 1, events: this.#events, removed: this.#removed };
  }
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

import type { Tx } from "#db/tenant.ts";
import type { AuditStream } from "#lib/audit/schemas.ts";
import { hashOfEvent } from "./canonical.ts";
import { explainMoved } from "./explain-moved.ts";
import { type HeadBody, hashOfHead, readHead, type StoredHead } from "./heads.ts";
import { GrowingTree } from "./merkle.ts";
import { Removals } from "./removals.ts";
import type { FirstBad, StreamVerification } from "./schemas.ts";
import { listHeads, listLeaves, type StoredLeaf } from "./verify-store.ts";

const PAGE = 1_000;

/**
 * Recomputes one stream from its events: every event against its leaf, every leaf against the heads, and the heads
 * against each other. Stops at the first thing that is wrong.
 * @param outside heads of this stream that were kept elsewhere, with checked signatures
 */
export async function verifyStream(
  tx: Tx,
  stream: AuditStream,
  outside: readonly HeadBody[],
): Promise<StreamVerification> {
  const stored = await listHeads(tx, stream);
  const walk = new Walk(stream, new Removals(tx, stream));
  const checkpoints = [...walk.checkHeads(stored), ...outside].toSorted((a, b) => a.size - b.size);
  while (walk.firstBad === null) {
    const page = await listLeaves(tx, stream, walk.size, PAGE);
    for (const leaf of page) {
      if (walk.firstBad !== null) break;
      await walk.checkLeaf(tx, leaf, checkpoints);
    }
    if (page.length < PAGE) break;
  }
  walk.checkEnd(checkpoints, stored);
  return walk.report(stored);
}

class Walk {
  readonly #stream: AuditStream;
  readonly #removals: Removals;
  readonly #tree = new GrowingTree();
  /** Up to here a head has confirmed the leaves. */
  #confirmed = 0;
  #nextCheckpoint = 0;
  #dropped = 0;
  firstBad: FirstBad | null = null;
  /** What is wrong with the heads themselves; the leaves before it are still checked first. */
  #badHead: FirstBad | null = null;

  constructor(stream: AuditStream, removals: Removals) {
    this.#stream = stream;
    this.#removals = removals;
  }

  get size(): number {
    return this.#tree.size;
  }

  /** @returns the heads that hold by themselves: signed, and each naming the one before */
  checkHeads(stored: readonly StoredHead[]): HeadBody[] {
    const good: HeadBody[] = [];
    let previousHash: string | null = null;
    for (const { body, signature, size } of stored) {
      const head = readHead(body, signature);
      const isOurs = head !== null && head.stream === this.#stream && head.size === size;
      if (!isOurs || head.previousHash !== previousHash) {
        const kind = isOurs ? "head_not_extending" : "head_forged";
        this.#badHead = this.#bad(kind, { leaf: good.at(-1)?.size ?? 0, untilLeaf: Math.max(size - 1, 0) });
        break;
      }
      good.push(head);
      previousHash = hashOfHead(body);
    }
    return good;
  }

  async checkLeaf(tx: Tx, stored: StoredLeaf, checkpoints: readonly HeadBody[]): Promise<void> {
    const leaf = this.size;
    if (stored.leaf !== leaf) {
      this.firstBad = this.#bad("deleted", { leaf });
      return;
    }
    if (stored.event === null) {
      if (!(await this.#removals.covers(leaf, stored.occurredAt))) {
        this.firstBad = this.#bad("deleted", { leaf, eventId: stored.eventId });
        return;
      }
      this.#dropped += 1;
    } else if (!hashOfEvent(leaf, stored.event).equals(stored.hash)) {
      this.firstBad = this.#bad("changed", {
        leaf,
        eventId: stored.eventId,
        ...(await explainMoved(tx, this.#stream, stored)),
      });
      return;
    }
    this.#tree.add(stored.hash);
    this.#checkRoot(checkpoints);
  }

  #checkRoot(checkpoints: readonly HeadBody[]): void {
    for (; checkpoints[this.#nextCheckpoint]?.size === this.size; this.#nextCheckpoint += 1) {
      const rootHash = checkpoints[this.#nextCheckpoint]?.rootHash;
      if (this.#tree.root().toString("hex") !== rootHash) {
        this.firstBad = this.#bad("rewritten", { leaf: this.#confirmed, untilLeaf: this.size - 1 });
        return;
      }
    }
    if (checkpoints[this.#nextCheckpoint - 1]?.size === this.size) this.#confirmed = this.size;
  }

  /** A head that names more leaves than there are: the end is missing, or all that came after a moment. */
  checkEnd(checkpoints: readonly HeadBody[], stored: readonly StoredHead[]): void {
    const largest = checkpoints.at(-1)?.size ?? 0;
    if (this.firstBad === null && largest > this.size) {
      const isKnownHere = (stored.at(-1)?.size ?? 0) >= largest;
      this.firstBad = this.#bad(isKnownHere ? "tail_deleted" : "rolled_back", {
        leaf: this.size,
        untilLeaf: largest - 1,
      });
    }
    this.firstBad ??= this.#badHead;
  }

  report(stored: readonly StoredHead[]): StreamVerification {
    const last = stored.at(-1);
    const lastHead = last ? readHead(last.body, last.signature) : null;
    return {
      stream: this.#stream,
      ok: this.firstBad === null,
      events: this.size,
      dropped: this.#dropped,
      heads: stored.length,
      lastHeadAt: lastHead?.signedAt ?? null,
      firstBad: this.firstBad,
    };
  }

  #bad(kind: FirstBad["kind"], found: Partial<FirstBad>): FirstBad {
    return { stream: this.#stream, kind, leaf: null, untilLeaf: null, eventId: null, ...found };
  }
}

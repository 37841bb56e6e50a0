import { sha256 } from "#lib/crypto/index.ts";

// RFC 6962 §2.1 (the same as RFC 9162 §2.1): leaves and nodes are hashed with different prefixes, so that neither can
// pass for the other.
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** Full subtrees are kept at every eighth level: 256 leaves, 256² leaves, … */
export const FAN_OUT = 256;

export function leafHash(data: string | Buffer): Buffer {
  // One text is hashed at once; the prefix is the same byte in UTF-8.
  return typeof data === "string" ? sha256(`\0${data}`) : sha256(LEAF, data);
}

export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return sha256(NODE, left, right);
}

/** MTH({}): the hash of nothing. */
export function emptyRoot(): Buffer {
  return sha256("");
}

/** MTH of these hashes, each of a full subtree of one size. */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes;
  if (only === undefined) return emptyRoot();
  if (hashes.length === 1) return only;
  const split = largestPowerBelow(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

/** The largest power of two smaller than n: where RFC 6962 splits n leaves. */
export function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/** A full subtree of `FAN_OUT ** level` leaves. */
export interface Subtree {
  readonly level: number;
  readonly position: number;
  readonly hash: Buffer;
}

/** A tree that leaves are added to at its right edge; it holds that edge alone, at most 255 hashes a level. */
export class GrowingTree {
  #size: number;
  readonly #edge: Buffer[][];

  /** @param edge by level, the hashes since the last full subtree of the level above */
  constructor(size = 0, edge: readonly (readonly Buffer[])[] = []) {
    this.#size = size;
    this.#edge = edge.map((hashes) => [...hashes]);
  }

  get size(): number {
    return this.#size;
  }

  /** @returns the subtrees that this leaf has filled */
  add(hash: Buffer): Subtree[] {
    const full: Subtree[] = [];
    this.#size += 1;
    let carried = hash;
    for (let level = 0; ; level += 1) {
      const hashes = this.#level(level);
      hashes.push(carried);
      if (hashes.length < FAN_OUT) return full;
      carried = rootOf(hashes);
      hashes.length = 0;
      full.push({ level: level + 1, position: this.#size / FAN_OUT ** (level + 1) - 1, hash: carried });
    }
  }

  root(): Buffer {
    let right: Buffer | null = null;
    for (const hashes of this.#edge) {
      for (const peak of peaksOf(hashes).toReversed()) right = right === null ? peak : nodeHash(peak, right);
    }
    return right ?? emptyRoot();
  }

  #level(level: number): Buffer[] {
    this.#edge[level] ??= [];
    return this.#edge[level];
  }
}

/** Roots of the full binary trees that so many subtrees make, the largest first. */
function peaksOf(hashes: readonly Buffer[]): Buffer[] {
  const peaks: Buffer[] = [];
  let start = 0;
  for (let size = FAN_OUT / 2; size >= 1; size /= 2) {
    if ((hashes.length & size) === 0) continue;
    peaks.push(rootOf(hashes.slice(start, start + size)));
    start += size;
  }
  return peaks;
}

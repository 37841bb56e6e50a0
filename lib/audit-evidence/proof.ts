import { FAN_OUT, largestPowerBelow, nodeHash, rootOf } from "./merkle.ts";

/** Stored hashes of one stream: of leaves (level 0) or of full subtrees of `FAN_OUT ** level` leaves. */
export type HashSource = (level: number, start: number, end: number) => Promise<readonly Buffer[]>;

/** The audit path of a leaf in the tree of the first `size` leaves (RFC 6962 §2.1.1). */
export function inclusionPath(hashes: HashSource, leaf: number, size: number): Promise<Buffer[]> {
  return pathWithin(hashes, leaf, 0, size);
}

/** That the tree of `second` leaves extends the one of `first` (RFC 6962 §2.1.2). */
export async function consistencyPath(hashes: HashSource, first: number, second: number): Promise<Buffer[]> {
  return first === 0 || first === second ? [] : subproof(hashes, first, 0, second, true);
}

async function pathWithin(hashes: HashSource, leaf: number, start: number, end: number): Promise<Buffer[]> {
  if (end - start <= 1) return [];
  const split = start + largestPowerBelow(end - start);
  return leaf < split
    ? [...(await pathWithin(hashes, leaf, start, split)), await rangeRoot(hashes, split, end)]
    : [...(await pathWithin(hashes, leaf, split, end)), await rangeRoot(hashes, start, split)];
}

async function subproof(
  hashes: HashSource,
  first: number,
  start: number,
  end: number,
  isWhole: boolean,
): Promise<Buffer[]> {
  if (first === end) return isWhole ? [] : [await rangeRoot(hashes, start, end)];
  const split = start + largestPowerBelow(end - start);
  return first <= split
    ? [...(await subproof(hashes, first, start, split, isWhole)), await rangeRoot(hashes, split, end)]
    : [...(await subproof(hashes, first, split, end, false)), await rangeRoot(hashes, start, split)];
}

/** MTH of the leaves from `start` to before `end`, where `start` begins a subtree. */
async function rangeRoot(hashes: HashSource, start: number, end: number): Promise<Buffer> {
  const count = end - start;
  if (Number.isInteger(Math.log2(count))) {
    let level = 0;
    let span = 1;
    for (; span * FAN_OUT <= count; span *= FAN_OUT) level += 1;
    return rootOf(await hashes(level, start / span, end / span));
  }
  const split = start + largestPowerBelow(count);
  return nodeHash(await rangeRoot(hashes, start, split), await rangeRoot(hashes, split, end));
}

/** First and last leaf, both of them in it. */
export type LeafRange = readonly [from: number, to: number];

/** The same leaves in as few ranges as there can be, in order. */
export function rangesOf(leaves: readonly number[]): LeafRange[] {
  const ranges: [number, number][] = [];
  for (const leaf of leaves.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && leaf <= last[1] + 1) last[1] = Math.max(last[1], leaf);
    else ranges.push([leaf, leaf]);
  }
  return ranges;
}

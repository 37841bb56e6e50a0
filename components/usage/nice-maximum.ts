/** The end of an axis: the next of 1, 2 or 5 and their tens that is no less. At least 1, so that nothing divides by 0. */
export function niceMaximum(value: number): number {
  if (!(value > 1)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((step) => step * power >= value) ?? 10) * power;
}

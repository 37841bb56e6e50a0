const MAX_QUOTED_LENGTH = 100;
/** Of variation selectors a reader needs an emoji's one at most. */
const SELECTORS = /[\u{e0100}-\u{e01ef}]|(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]/gu;

/** Somebody else's words inside ours: on one line, in marks that they can't end, and short. */
export function quoted(label: string): string {
  const line = label
    .replaceAll(SELECTORS, "")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .replaceAll(/[“”]/g, '"')
    .trim();
  return `“${line.length > MAX_QUOTED_LENGTH ? `${line.slice(0, MAX_QUOTED_LENGTH).toWellFormed()}…` : line}”`;
}

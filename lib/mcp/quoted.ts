const MAX_QUOTED_LENGTH = 100;

/** Somebody else's words inside ours: on one line, in marks that they can't end, and short. */
export function quoted(label: string): string {
  const line = label
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .replaceAll(/[“”]/g, '"')
    .trim();
  return `“${line.length > MAX_QUOTED_LENGTH ? `${line.slice(0, MAX_QUOTED_LENGTH).toWellFormed()}…` : line}”`;
}

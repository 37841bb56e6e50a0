const MAX_CHARACTERS = 10;

/**
 * A project's key from its name: the first three letters of one word, the initials of several. Never shorter than two.
 */
export function deriveKey(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== "");
  const [first = ""] = words;
  const key = words.length > 1 ? words.map((word) => word.charAt(0)).join("") : first.slice(0, 3);
  return key.length < 2 ? "PRJ" : key.slice(0, 5);
}

/** The first of ACM, ACM2, ACM3, … that is not taken. */
export function firstFreeKey(base: string, taken: ReadonlySet<string>): string {
  for (let suffix = 1; ; suffix++) {
    const end = suffix === 1 ? "" : String(suffix);
    const key = base.slice(0, MAX_CHARACTERS - end.length) + end;
    if (!taken.has(key)) return key;
  }
}

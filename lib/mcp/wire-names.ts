/** snake_case on the wire, camelCase inside (STYLE, "Words"). */
export function toWireName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A dotted path of field names. What isn't one of `names` is the caller's own word and stays. */
export function toWirePath(path: string, names: ReadonlySet<string>): string {
  return path
    .split(".")
    .map((name) => (names.has(name) ? toWireName(name) : name))
    .join(".");
}

/** Renames every key, however deep: only for values whose keys are field names throughout, never for people's data. */
export function toWireDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toWireDeep);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [toWireName(name), toWireDeep(item)]));
}

/** Field names in our own prose, as clients see them. `names` are the ones that exist, so that an iPhone stays one. */
export function toWireText(text: string, names: ReadonlySet<string>): string {
  return text.replace(/\b[a-z]+(?:[A-Z][a-z0-9]*)+\b/g, (word) => (names.has(word) ? toWireName(word) : word));
}

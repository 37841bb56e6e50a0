const MAX_DEPTH = 64;

/**
 * Finds the first string that PostgreSQL can't store, names of fields included: one with NUL or half of a surrogate
 * pair; and anything nested deeper than any schema here.
 * @returns the dotted path, or null when all is well
 */
export function findUnstorable(value: unknown, path = "", depth = 0): string | null {
  if (typeof value === "string") return isStorable(value) ? null : path;
  if (value === null || typeof value !== "object") return null;
  if (depth > MAX_DEPTH) return path;
  for (const [name, item] of Object.entries(value)) {
    if (!isStorable(name)) return path;
    const found = findUnstorable(item, path === "" ? name : `${path}.${name}`, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}

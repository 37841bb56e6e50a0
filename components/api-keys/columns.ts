/** The columns of the list that can be chosen; the name is always there. */
export const KEY_COLUMNS = [
  "environment",
  // Early, so that no screen is too narrow for it.
  "status",
  "key",
  "access",
  "owner",
  "created",
  "lastUsed",
  "calls",
  "rotation",
  "expires",
] as const;
export type KeyColumn = (typeof KEY_COLUMNS)[number];

export const DEFAULT_KEY_COLUMNS: readonly KeyColumn[] = KEY_COLUMNS.filter(
  (column) => column !== "created" && column !== "expires",
);

/** Remembers the choice in this browser. */
export const KEY_COLUMNS_COOKIE = "postern-key-columns";

/** The known columns of a list with commas, in the order of display; null where nothing was chosen. */
export function parseKeyColumns(text: string | null | undefined): readonly KeyColumn[] | null {
  if (text === null || text === undefined) return null;
  const wanted = new Set(text.split(","));
  return KEY_COLUMNS.filter((column) => wanted.has(column));
}

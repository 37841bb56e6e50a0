/** The columns of the list that can be chosen; the name is always there. */
export const KEY_COLUMNS = [
  "client",
  "environment",
  "key",
  "access",
  "owner",
  "created",
  "lastUsed",
  "calls",
  "rotation",
  "expires",
  "status",
] as const;
export type KeyColumn = (typeof KEY_COLUMNS)[number];

const NOT_AT_FIRST: ReadonlySet<KeyColumn> = new Set(["client", "access", "created", "expires"]);

/** As many as a screen of 1440 pixels has room for; the client stands below the name then, the access below the key. */
export const DEFAULT_KEY_COLUMNS: readonly KeyColumn[] = KEY_COLUMNS.filter((column) => !NOT_AT_FIRST.has(column));

/** Remembers the choice in this browser. */
export const KEY_COLUMNS_COOKIE = "postern-key-columns";

/** The known columns of a list with commas, in the order of display; null where nothing was chosen. */
export function parseKeyColumns(text: string | null | undefined): readonly KeyColumn[] | null {
  if (text === null || text === undefined) return null;
  const wanted = new Set(text.split(","));
  return KEY_COLUMNS.filter((column) => wanted.has(column));
}

/** The columns of the log that can be chosen; what was done is always there. */
export const EVENT_COLUMNS = [
  "time",
  "actor",
  "environment",
  "target",
  "status",
  "source",
  "reason",
  "duration",
  "request",
] as const;
export type EventColumn = (typeof EVENT_COLUMNS)[number];

const DEFAULT_COLUMNS: readonly EventColumn[] = ["time", "actor", "environment", "target", "status", "source"];

/** Where the browser remembers the choice; read by the server for the first paint. */
export const EVENT_COLUMNS_COOKIE = "postern-audit-columns";

/** The known columns of a list with commas, in the order of display; the usual ones where nothing was chosen. */
export function parseEventColumns(text: string | undefined): readonly EventColumn[] {
  if (text === undefined) return DEFAULT_COLUMNS;
  const wanted = new Set(text.split(","));
  return EVENT_COLUMNS.filter((column) => wanted.has(column));
}

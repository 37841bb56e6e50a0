const MAX_CELL_CHARACTERS = 60;

/** Rows in columns for a terminal; `empty` says what there would be. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
  empty: string,
): string {
  if (rows.length === 0) return empty;
  const cells = rows.map((row) => row.map((cell) => shorten(oneLine(String(cell ?? "-")))));
  const lines = [[...head], ...cells];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Names and values as label and text. */
export function fields(values: Readonly<Record<string, string | null>>): string {
  const width = Math.max(...Object.keys(values).map((name) => name.length));
  return Object.entries(values)
    .map(([name, value]) => `${name.padEnd(width)}  ${oneLine(value ?? "-")}`)
    .join("\n");
}

/** Without control characters: what somebody stored must not steer the operator's terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
}

/** To the second, in UTC: `2026-11-21 09:30:00Z`. */
export function moment(iso: string | null): string | null {
  return iso === null ? null : `${iso.slice(0, 19).replace("T", " ")}Z`;
}

function shorten(text: string): string {
  return text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS - 1)}…` : text;
}

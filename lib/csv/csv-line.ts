export type CsvCell = string | number | null | undefined;

/** One record of a CSV file (RFC 4180), with its end of line; what is absent is an empty cell. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

/** Spreadsheets run what begins like a formula; an apostrophe makes it text (OWASP, CSV injection). */
function cell(value: CsvCell): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

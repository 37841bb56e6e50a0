/** What was typed, with the line ends of this system: browsers send CRLF. */
export function formText(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
}

/** What was typed in these fields, to fill a form without JavaScript again. */
export function formValues(data: FormData, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, formText(data, name)]));
}

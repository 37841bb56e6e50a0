/**
 * Refuses what the driver can't turn into what it sends: it would find out in the middle of sending, blame the query
 * before, and wait for ever for the answer to this one.
 * @throws TypeError which says nothing of the value
 */
export function assertSendable(values: readonly unknown[]): void {
  for (const value of values) if (!isSendable(value)) throw new TypeError("a value can't be sent to the database");
}

function isSendable(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value === "object") return Array.isArray(value) ? value.every(isSendable) : isWritable(value);
  return typeof value !== "undefined" && typeof value !== "function" && typeof value !== "symbol";
}

/** As the driver writes it down: a date, JSON, or its text. */
function isWritable(value: object): boolean {
  if (value instanceof Uint8Array) return true;
  try {
    return value instanceof Date
      ? value.toISOString() !== ""
      : typeof JSON.stringify(value) === "string" && `${value}` !== "";
  } catch {
    return false;
  }
}

/** The addresses, one on each line. */
export function addressesOf(data: FormData): string[] {
  const lines = String(data.get("allowedAddresses") ?? "").split("\n");
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

/** Null: at any time. */
export function hoursOf(data: FormData) {
  if (!data.has("hasHours")) return null;
  return {
    days: data.getAll("hoursDay").map(Number),
    from: data.get("hoursFrom"),
    to: data.get("hoursTo"),
    timeZone: data.get("hoursTimeZone"),
  };
}

/** Null: all of the environment; chosen but none is an empty list, for the operation to refuse. */
export function projectIdsOf(data: FormData) {
  return data.get("projects") === "chosen" ? data.getAll("projectIds") : null;
}

/** The time zones to choose from: the runtime's list with the given one and UTC, which some lists leave out. */
export function timeZones(own: string): string[] {
  return [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}

/** "America/New York" */
export function timeZoneName(zone: string): string {
  return zone.replaceAll("_", " ");
}

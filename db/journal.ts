import journal from "../drizzle/meta/_journal.json" with { type: "json" };

/** When the newest migration of this build was made, in milliseconds; the database records the same number. */
export function newestMigration(): number {
  return Math.max(0, ...journal.entries.map((entry) => entry.when));
}

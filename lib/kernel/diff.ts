import type { Change } from "#lib/audit/index.ts";
import type { Snapshot } from "./revertible.ts";

/** What differs between two states of one thing, in the order of its fields; null when nothing does. */
export function diffOf(before: Snapshot, after: Snapshot): Pick<Change, "before" | "after"> | null {
  const now = new Map(Object.entries(after));
  const changed = Object.entries(before).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(now.get(field)),
  );
  if (changed.length === 0) return null;
  return {
    before: Object.fromEntries(changed),
    after: Object.fromEntries(changed.map(([field]) => [field, now.get(field)])),
  };
}

import type { Revertible } from "#lib/kernel/index.ts";
import type { ChangeRow } from "./store.ts";

/**
 * Changes in the order in which they are taken back: exactly the reverse of how they were made. But what went together
 * with its parent in one call was written down behind it, and comes back behind it as well.
 * @param rows the youngest first
 */
export function inOrder(rows: readonly ChangeRow[], types: ReadonlyMap<string, Revertible>): ChangeRow[] {
  const waiting = [...rows];
  const ordered: ChangeRow[] = [];
  for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
    for (const parent of ancestors(row, waiting, types)) {
      waiting.splice(waiting.indexOf(parent), 1);
      ordered.push(parent);
    }
    ordered.push(row);
  }
  return ordered;
}

/** The deletions of the same call that took this one along, the outermost first. */
function ancestors(row: ChangeRow, waiting: readonly ChangeRow[], types: ReadonlyMap<string, Revertible>): ChangeRow[] {
  const parent = parentTarget(row, types);
  const found =
    parent &&
    waiting.find(
      (other) =>
        other.auditEventId === row.auditEventId &&
        other.after === null &&
        other.targetType === parent.type &&
        other.targetId === parent.id,
    );
  return found ? [...ancestors(found, waiting, types), found] : [];
}

/** What a deleted thing belonged to; null for any other change. */
export function parentTarget(row: ChangeRow, types: ReadonlyMap<string, Revertible>) {
  if (row.after !== null || row.before === null) return null;
  return types.get(row.targetType)?.parentOf(row.before as Record<string, unknown>) ?? null;
}

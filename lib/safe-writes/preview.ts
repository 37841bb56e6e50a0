import type { Change } from "#lib/audit/index.ts";

/** Shown and stored; the counts are of all. */
const MAX_SHOWN = 500;

export interface Preview {
  readonly changes: readonly Change[];
  /** How many of each kind, what goes along with a deletion included. */
  readonly counts: readonly {
    readonly type: string;
    readonly action: "created" | "updated" | "deleted";
    readonly count: number;
  }[];
  /** Changes beyond those in the list. */
  readonly left: number;
}

/** What a write would do, without what only this one run made up: the ids of things that don't exist yet. */
export function previewOf(changes: readonly Change[]): Preview {
  const counts = new Map<string, Preview["counts"][number]>();
  for (const { target, before, after } of changes) {
    const action = before === null ? "created" : after === null ? "deleted" : "updated";
    const known = counts.get(`${target.type} ${action}`);
    counts.set(`${target.type} ${action}`, { type: target.type, action, count: (known?.count ?? 0) + 1 });
  }
  const shown = changes.slice(0, MAX_SHOWN).map(({ target, before, after }) => ({
    target: before === null ? { ...target, id: "new" } : target,
    before,
    after,
  }));
  return { changes: shown, counts: [...counts.values()], left: changes.length - shown.length };
}

import type { Change } from "#lib/audit/index.ts";
import { AppError } from "#lib/errors/index.ts";

/** What a person is shown is all of it, or nothing happens: twice the rows that one call may touch by default. */
export const MAX_PREVIEW_CHANGES = 2_000;
/** As JSON; a deletion with a thousand comments of some length. */
export const MAX_PREVIEW_CHARACTERS = 4_000_000;

export interface Preview {
  readonly changes: readonly Change[];
  /** How many of each kind, what goes along with a deletion included. */
  readonly counts: readonly {
    readonly type: string;
    readonly action: "created" | "updated" | "deleted";
    readonly count: number;
  }[];
  /** Changes beyond those in the list. None where somebody decides. */
  readonly left: number;
}

/**
 * All that a write would do, without what only this one run made up: the ids of things that don't exist yet.
 * @throws AppError `forbidden`, reason `preview_too_large`: what nobody can be shown, nobody can agree to
 */
export function previewOf(changes: readonly Change[]): Preview {
  if (changes.length > MAX_PREVIEW_CHANGES) throw tooLarge(changes);
  const shown = changes.map(({ target, before, after }) => ({
    target: before === null ? { ...target, id: "new" } : target,
    before,
    after,
  }));
  if (JSON.stringify(shown).length > MAX_PREVIEW_CHARACTERS) throw tooLarge(changes);
  return { changes: shown, counts: countsOf(changes), left: 0 };
}

function countsOf(changes: readonly Change[]): Preview["counts"] {
  const counts = new Map<string, Preview["counts"][number]>();
  for (const { target, before, after } of changes) {
    const action = before === null ? "created" : after === null ? "deleted" : "updated";
    const known = counts.get(`${target.type} ${action}`);
    counts.set(`${target.type} ${action}`, { type: target.type, action, count: (known?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** The beginning of a preview, and how much there is beyond it. */
export function beginningOf(preview: Preview, maxChanges: number): Preview {
  const changes = preview.changes.slice(0, maxChanges);
  return { ...preview, changes, left: preview.left + preview.changes.length - changes.length };
}

function tooLarge(changes: readonly Change[]): AppError {
  const message =
    `This would make ${changes.length} changes, more than a person can be shown whole (${MAX_PREVIEW_CHANGES} changes, ` +
    `or ${MAX_PREVIEW_CHARACTERS} characters of values), so nobody can agree to it. Nothing was written.`;
  return new AppError("forbidden", message, { reason: "preview_too_large" });
}

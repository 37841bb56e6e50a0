import type { Change } from "#lib/audit/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { tellTooManyRows, type WriteRules } from "#lib/safe-writes/index.ts";
import type { Actor, WritesPausedBy } from "./actor.ts";

const WENT_OVER = {
  minute: "it went over its budget of writes per minute",
  hour: "it went over its budget of writes per hour",
  rows: "one of its calls would have touched more rows than a call may",
} as const satisfies Record<WritesPausedBy, string>;

/**
 * Refuses a write of a credential that went over a budget of writes. What was admitted within the budget goes on to its
 * end, so that exactly as many are written as the budget has.
 * @throws AppError `forbidden`, reason `writes_paused`
 */
export function assertNotPaused(actor: Actor): void {
  if (actor.kind !== "api_key" || actor.writesPausedBy === null) return;
  const message = `The writes of this key are paused: ${WENT_OVER[actor.writesPausedBy]}. Nothing was written; reads and dry runs go on.`;
  throw new AppError("forbidden", message, { reason: "writes_paused" });
}

/** Thrown to roll a write back that touches more rows than one call may. */
export class TooManyRows extends AppError {
  constructor(rows: number, maxRows: number) {
    const message = `This would touch ${rows} rows, and one call may touch ${maxRows}. Nothing was written.`;
    super("forbidden", message, { reason: "too_many_rows" });
  }
}

/** @throws TooManyRows also from a dry run, which is how a client finds out without harm */
export function assertFewRows(changes: readonly Change[], rules: WriteRules | null): void {
  const maxRows = rules?.maxRows ?? null;
  if (maxRows !== null && changes.length > maxRows) throw new TooManyRows(changes.length, maxRows);
}

/** Pauses the writes of a credential whose call was refused for its rows; in a transaction of its own, as that one is gone. */
export async function pauseIfTooMany(error: unknown, workspaceId: string, actor: Actor): Promise<void> {
  if (error instanceof TooManyRows && actor.kind === "api_key") await tellTooManyRows({ workspaceId, id: actor.id });
}

import type { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import type { Change } from "#lib/audit/index.ts";
import { sha256 } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context, Ran, Snapshot } from "#lib/kernel/index.ts";
import { inOrder } from "./order.ts";
import { revertOne } from "./revert-one.ts";
import { REVERTIBLES } from "./revertibles.ts";
import { MAX_CHANGES_AT_ONCE, type RevertInput, type RevertItem, type RevertOutput } from "./schemas.ts";
import type { ChangeRow } from "./store.ts";

type Options = Pick<z.output<typeof RevertInput>, "skip" | "conflicts" | "digest">;

/**
 * Takes changes back, each on top of what the ones before it have left. Previews are the same, rolled back.
 * @param rows the youngest first, one more than the most where there are too many
 */
export async function revertAll(
  tx: Tx,
  ctx: Context,
  rows: readonly ChangeRow[],
  { skip, conflicts, digest }: Options,
): Promise<Ran<RevertOutput>> {
  if (rows.length > MAX_CHANGES_AT_ONCE) throw tooMany();
  const items: RevertItem[] = [];
  const changes: Change[] = [];
  for (const row of inOrder(rows, REVERTIBLES)) {
    ctx.onProgress?.(items.length, rows.length);
    const reverted = skip.includes(row.id) ? ({ outcome: "skipped" } as const) : await revertOne(tx, ctx, row);
    if (reverted.outcome === "reverted") changes.push(reverted.change);
    const now = reverted.outcome === "conflict" ? reverted.now : changeOf(reverted)?.before;
    items.push({
      ...factsOf(row),
      outcome: reverted.outcome,
      conflict: reverted.outcome === "conflict" ? reverted.conflict : null,
      now: now ?? null,
      becomes: (reverted.outcome === "conflict" ? (row.before as Snapshot | null) : changeOf(reverted)?.after) ?? null,
    });
  }
  const output = { items, counts: countsOf(items), digest: digestOf(items) };
  // What has changed since the preview is said first: the conflicts may be others now.
  if (digest !== undefined && digest !== output.digest) throw stale(output);
  if (conflicts === "refuse" && output.counts.conflict > 0) throw conflicting(output);
  return { output, changes };
}

function changeOf(reverted: { readonly outcome: string; readonly change?: Change }): Change | undefined {
  return reverted.change;
}

function factsOf(row: ChangeRow) {
  return {
    changeId: row.id,
    auditEventId: row.auditEventId,
    madeAt: row.createdAt.toISOString(),
    action: row.action,
    target: { type: row.targetType, id: row.targetId, label: row.targetLabel },
    kind: row.before === null ? ("create" as const) : row.after === null ? ("delete" as const) : ("update" as const),
  };
}

function countsOf(items: readonly RevertItem[]): RevertOutput["counts"] {
  const count = (outcome: RevertItem["outcome"]) => items.filter((item) => item.outcome === outcome).length;
  return {
    reverted: count("reverted"),
    nothing: count("nothing"),
    skipped: count("skipped"),
    conflict: count("conflict"),
  };
}

/** A conflict that is left out in so many words is the same as one that is left out by itself. */
function digestOf(items: readonly RevertItem[]): string {
  const parts = items.map(({ changeId, outcome, now, becomes }) =>
    outcome === "reverted" ? [changeId, now, becomes] : [changeId, outcome === "nothing"],
  );
  return sha256(JSON.stringify(parts)).toString("base64url");
}

function tooMany(): AppError {
  const message = `These are more than ${MAX_CHANGES_AT_ONCE} changes. Take back the latest first: choose a later moment.`;
  return new AppError("conflict", message, { reason: "too_many_changes" });
}

function stale(current: RevertOutput): AppError {
  const message = "Something has changed since the preview. Look at it again.";
  return new AppError("preview_stale", message, { reason: "revert_changed", current });
}

function conflicting(current: RevertOutput): AppError {
  const message = `${current.counts.conflict} of these changes can't be taken back as things are now. Leave them out.`;
  return new AppError("conflict", message, { reason: "revert_conflicts", current });
}

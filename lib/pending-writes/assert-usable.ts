import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import { approvalUrl, eventUrl, findSlug, type PendingWrite } from "#lib/safe-writes/index.ts";

/**
 * Refuses a stored write that can't be executed any more, or not yet, each for its own reason.
 * @throws AppError
 */
export async function assertUsable(tx: Tx, pending: PendingWrite, now: Date): Promise<void> {
  const { status, mode, expiresAt } = pending;
  if (status === "executed") throw await used(tx, pending);
  if (status === "rejected") throw rejected(pending);
  if (status === "cancelled") throw new AppError("conflict", CANCELLED, { reason: "confirm_token_cancelled" });
  if (status === "stale") throw new AppError("preview_stale", STALE, { reason: "confirm_token_stale" });
  if (status === "expired" || expiresAt <= now) {
    throw new AppError("preview_stale", EXPIRED, { reason: "confirm_token_expired" });
  }
  if (mode === "approve" && status === "pending") throw await notApproved(tx, pending);
}

const CANCELLED =
  "This write was cancelled, and nothing was written. Call its own tool for a new preview if your user wants it after all.";
const STALE =
  "What this would have changed is different by now. Nothing was written. Call the write's own tool for a fresh preview.";
const EXPIRED =
  "This confirm token has expired, and nothing was written. Call the write's own tool for a fresh preview.";

async function used(tx: Tx, { executedEventId }: PendingWrite): Promise<AppError> {
  const firstResult =
    executedEventId === null
      ? null
      : { auditEventId: executedEventId, url: eventUrl(await findSlug(tx), executedEventId) };
  const message = "This write has happened already, once: its confirm token was used. Nothing was written this time.";
  return new AppError("conflict", message, { reason: "confirm_token_used", current: { firstResult } });
}

function rejected({ decidedByName, decisionComment }: PendingWrite): AppError {
  const why = decisionComment === null ? "" : ` They said: ${JSON.stringify(decisionComment)}.`;
  const message = `${decidedByName ?? "Somebody"} rejected this write, and nothing was written.${why} Tell your user; don't ask again for the same.`;
  return new AppError("forbidden", message, { reason: "write_rejected" });
}

async function notApproved(tx: Tx, { id }: PendingWrite): Promise<AppError> {
  const url = approvalUrl(await findSlug(tx), id);
  const message = `Nobody has approved this write yet, and nothing was written. Give your user this link, and call again when it is approved: ${url}`;
  return new AppError("confirmation_required", message, { reason: "approval_pending", current: { approvalUrl: url } });
}

import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context, Operation, StoredWrite } from "#lib/kernel/index.ts";
import { findPendingWrite, findWriteRules, markUsed, type PendingWrite } from "#lib/safe-writes/index.ts";
import { assertUsable } from "./assert-usable.ts";

/** Every operation there is: what was stored is found by its name. */
export type Operations = () => readonly Operation[];

/**
 * Takes a stored write for this call alone. It is the kernel's to run it: on the state that was shown, or not at all.
 * @param phrase what was typed; wanted where nobody has approved in the browser
 * @throws AppError when it can't be used, was used, or the phrase is another one
 */
export async function claim(
  tx: Tx,
  ctx: Context,
  pending: PendingWrite,
  { phrase, by, operations }: { phrase: string | undefined; by: "phrase" | "elicitation"; operations: Operations },
): Promise<StoredWrite> {
  const { now, auditEventId } = ctx;
  await assertUsable(tx, pending, now);
  if (pending.mode === "confirm") await assertPhrase(tx, pending, phrase);
  const operation = operations().find(({ name }) => name === pending.operation);
  if (operation === undefined || auditEventId === undefined) throw new AppError("preview_stale", GONE);
  const from = pending.mode === "confirm" ? "pending" : "approved";
  if (!(await markUsed(tx, { id: pending.id, from, eventId: auditEventId, now }))) {
    // Somebody was quicker: say what became of it.
    await assertUsable(tx, (await findPendingWrite(tx, pending.id)) ?? pending, now);
    throw new AppError("preview_stale", GONE);
  }
  return { pending, operation, confirmation: confirmationOf(pending, by) };
}

const GONE = "This write can't be executed any more. Call its own tool for a fresh preview.";

async function assertPhrase(tx: Tx, { environment }: PendingWrite, phrase: string | undefined): Promise<void> {
  const { confirmPhrase } = await findWriteRules(tx, environment);
  if (phrase?.trim() === confirmPhrase) return;
  const message = `The phrase does not match, and nothing was written. Ask your user to type ${confirmPhrase}.`;
  const fieldErrors = { phrase: [`must be ${confirmPhrase}, as your user typed it`] };
  throw new AppError("validation", message, { reason: "wrong_phrase", fieldErrors });
}

function confirmationOf(pending: PendingWrite, by: "phrase" | "elicitation") {
  const { id, mode, createdAt, decidedAt, decidedByUserId, decidedByName, decisionComment } = pending;
  const asked = { mode, pendingWriteId: id, previewedAt: createdAt.toISOString() };
  if (mode === "confirm") return { ...asked, by };
  const approvedBy = { id: decidedByUserId, name: decidedByName };
  return {
    ...asked,
    by: "approval",
    approvedBy,
    approvedAt: decidedAt?.toISOString() ?? null,
    comment: decisionComment,
  };
}

import { type Tenant, type Tx, withWorkspace } from "#db/tenant.ts";
import { appendInTransaction, type Change } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { MINUTE_MS } from "#lib/durations/index.ts";
import { AppError } from "#lib/errors/index.ts";
import {
  approvalUrl,
  confirmToken,
  countOpen,
  endPending,
  findKeyInUse,
  findOpenTwin,
  findSlug,
  inputDigest,
  insertPendingWrite,
  lockPendingOf,
  type PendingWrite,
  previewOf,
  stateDigest,
  tellHeldForApproval,
  type WriteRules,
} from "#lib/safe-writes/index.ts";
import type { Outcome } from "./outcome.ts";
import { type Call, succeeded } from "./record.ts";

type Waiting = Extract<Outcome<never>, { status: "confirmation_required" | "approval_required" }>;

const CONFIRM_MINUTES = 10;
/** People sleep; the state that they decide on is checked when it is executed. */
const APPROVE_MINUTES = 24 * 60;
/** With less left than this share of its time, a write that is asked for again waits anew. */
const SHARE_LEFT = 1 / 5;
/** Previews are stored: nobody may fill the database with them. */
const MAX_OPEN = 100;

/** Thrown to roll a write back that a person has to see first. */
export class Held extends Error {
  readonly call: Call;
  readonly changes: readonly Change[];
  readonly mode: PendingWrite["mode"];
  readonly rules: WriteRules;
  /** A confirmed write that can't be executed as it was shown. */
  readonly replaces: PendingWrite | null;
  constructor(held: Omit<Held, keyof Error>) {
    super("held for a person");
    this.call = held.call;
    this.changes = held.changes;
    this.mode = held.mode;
    this.rules = held.rules;
    this.replaces = held.replaces;
  }
}

/**
 * Stores what was held, or finds that it waits already, and answers with its preview and token.
 * @throws AppError `preview_stale` with the fresh preview as `details.current`, for what had been confirmed; `forbidden`
 * for what nobody can be shown whole
 */
export async function hold(tenant: Tenant, held: Held): Promise<Waiting> {
  const { replaces } = held;
  const waiting = await withWorkspace(tenant, "write", async (tx) => {
    if (replaces !== null) await endPending(tx, replaces.id, "stale", held.call.ctx.now);
    const pending = await findOrStore(tx, held);
    if (replaces === null) await appendInTransaction(tx, previewEvent(held, pending));
    return { ...waitingOf(pending, held.rules), ...(pending.mode === "approve" && (await approvalOf(tx, pending))) };
  });
  if (replaces === null) return waiting as Waiting;
  throw new AppError("preview_stale", STALE, { reason: "preview_stale", current: waiting });
}

/** What a dry run finds that can't be executed as it was shown: nothing is stored, so the fresh preview has no token. */
export function wouldBeStale({ changes }: Held): AppError {
  const message =
    "What this would change is no longer as it was shown. Below is how it would be now; call the write's own tool to ask for it anew.";
  return new AppError("preview_stale", message, { reason: "preview_stale", current: { preview: previewOf(changes) } });
}

const STALE =
  "What this would change is no longer as it was shown, so nothing was written. A fresh preview is below: show it, and ask again. It has a token of its own, for confirm_write.";

async function findOrStore(tx: Tx, held: Held): Promise<PendingWrite> {
  const { call, changes, mode } = held;
  const { ctx, operation, rawInput, reason, idempotencyKey } = call;
  const { actor, now, source } = ctx;
  if (actor.kind !== "api_key") throw new Error("only a credential's writes are held");
  const digests = { inputDigest: inputDigest(operation.name, rawInput), stateDigest: stateDigest(changes) };
  const what = { credentialId: actor.id, operation: operation.name, mode, reason, idempotencyKey, ...digests };
  const minutes = mode === "confirm" ? CONFIRM_MINUTES : APPROVE_MINUTES;
  const enough = new Date(now.getTime() + minutes * SHARE_LEFT * MINUTE_MS);
  await lockPendingOf(tx, actor.id);
  const twin = await findOpenTwin(tx, what, { now, enough });
  if (twin !== null) return twin;
  if (idempotencyKey !== null && (await findKeyInUse(tx, { ...what, idempotencyKey }, now))) throw otherBody();
  if ((await countOpen(tx, actor.id, now)) >= MAX_OPEN) throw tooMany();
  const { clientName, clientVersion, ip, userAgent, requestId } = source;
  const stored = await insertPendingWrite(tx, {
    ...what,
    ...{ id: newId(), tool: ctx.tool, input: rawInput, preview: previewOf(changes) },
    ...{ credentialKind: actor.kind, credentialName: actor.name, credentialHint: actor.hint },
    ...{ userId: actor.owner?.id ?? null, userName: actor.owner?.name ?? null, userEmail: actor.owner?.email ?? null },
    ...{ clientName, clientVersion, ip, userAgent, requestId },
    createdAt: now,
    expiresAt: new Date(now.getTime() + minutes * MINUTE_MS),
  });
  if (mode === "approve") await tellHeldForApproval(tx, stored);
  return stored;
}

function waitingOf(pending: PendingWrite, { confirmPhrase }: WriteRules) {
  const { id, preview, expiresAt, mode } = pending;
  const common = { pendingWriteId: id, preview, confirmToken: confirmToken(pending), expiresAt };
  return mode === "confirm"
    ? { status: "confirmation_required", ...common, phrase: confirmPhrase }
    : { status: "approval_required", ...common };
}

async function approvalOf(tx: Tx, { id, status }: PendingWrite) {
  return { approvalUrl: approvalUrl(await findSlug(tx), id), isApproved: status === "approved" };
}

function previewEvent({ call }: Held, { id, mode, preview }: PendingWrite) {
  const shown = { ...call, confirmation: { mode, pendingWriteId: id } };
  return succeeded(shown, "preview", { id: newId(), output: null, changes: preview.changes });
}

/** The same key stands for another write that still waits. */
export function otherBody(): AppError {
  return new AppError("conflict", "This idempotency key was used for another call. Take a new one for a new write.", {
    reason: "idempotency_key_reused",
  });
}

function tooMany(): AppError {
  const message = `${MAX_OPEN} writes of this key wait for a person already. Stop, tell your user, and cancel what is no longer wanted.`;
  return new AppError("conflict", message, { reason: "too_many_pending_writes" });
}

import type { z } from "zod";
import { readTogether } from "#db/read-together.ts";
import { type Tenant, type Tx, withWorkspace } from "#db/tenant.ts";
import { append, appendInTransaction, redactText } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { AppError, type FieldErrors } from "#lib/errors/index.ts";
import type { Preview, WriteRules } from "#lib/safe-writes/index.ts";
import { assertFewRows, pauseIfTooMany } from "./breaker.ts";
import { appendChanges } from "./changes.ts";
import { type Context, environmentInForce } from "./context.ts";
import { assertStillAllowed } from "./credential.ts";
import { toAppError } from "./failure.ts";
import { assertStillWritable, unlessFrozen } from "./freeze.ts";
import { assertAgreed, type Done, rulesFor } from "./guard.ts";
import { Held, hold, wouldBeStale } from "./hold.ts";
import { firstAnswer, keepableKey, keepFirst } from "./idempotency.ts";
import type { Operation, StoredWrite } from "./operation.ts";
import type { Outcome } from "./outcome.ts";
import { endOvertaken, Overtaken, ofStored, wouldBeOvertaken } from "./overtaken.ts";
import { assertProven } from "./proof.ts";
import { type Call, failed, succeeded } from "./record.ts";
import { findUnstorable } from "./storable-input.ts";
import { wallOf } from "./wall.ts";

export interface InvokeOptions {
  /** `dry_run` does everything and takes it back: the same code path, rolled back. */
  readonly mode?: "execute" | "dry_run";
  /** Why the caller does it; becomes the change's audit comment. */
  readonly reason?: string | null;
  /** A repeated write with the same one gives the first answer and writes nothing. */
  readonly idempotencyKey?: string | null;
  /**
   * Whether the caller can show its own user all of a preview. What it can't show isn't its user's to confirm: a person
   * has to approve it in the browser. Absent: the caller hands the preview on as it is.
   */
  readonly canShow?: (preview: Preview) => boolean;
}

/**
 * The one door: parses the input, checks the permission, opens the tenant's transaction, runs, and appends the audit
 * event. The answer leaves only after its event is durable; a write and its event commit together.
 * @throws AppError only; the failed or refused attempt is audited as well
 */
export async function invoke<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  ctx: Context,
  rawInput: unknown,
  options: InvokeOptions = {},
): Promise<Outcome<z.output<O>>> {
  const { mode = "execute", reason = null, idempotencyKey = null, canShow = null } = options;
  // The one erasure of the operation's types: from here on only its own schemas look at input and output.
  const call: Call = {
    operation: operation as unknown as Operation,
    ctx,
    rawInput,
    reason: reason === null ? null : redactText(reason),
    idempotencyKey: idempotencyKey === null ? null : keepableKey(idempotencyKey),
    confirmation: null,
    canShow,
    versionNow: null,
    startedAt: performance.now(),
  };
  try {
    authorize(operation.permission, ctx);
    const input = parse(operation.input, rawInput);
    const tenant = tenantOf(operation.wall, ctx);
    if (operation.effect === "read") return await runRead(operation, call, tenant, input);
    return await runWrite(operation, call, tenant, input, mode);
  } catch (error) {
    const appError = toAppError(error, ctx.source.requestId);
    await recordFailure(call, appError);
    throw appError;
  }
}

/**
 * Records an attempt that an adapter refused before {@link invoke}: a scope refused at the HTTP level, for instance.
 * @param rawInput what the caller sent, unparsed
 */
export async function recordRefusal(
  operation: Operation,
  ctx: Context,
  rawInput: unknown,
  error: AppError,
): Promise<void> {
  const unknown = { reason: null, idempotencyKey: null, confirmation: null, canShow: null, versionNow: null };
  const call: Call = { operation, ctx, rawInput, ...unknown, startedAt: performance.now() };
  await recordFailure(call, error);
}

/** A refusal that can't be recorded is answered as unavailable: nothing is answered without its event. */
async function recordFailure(call: Call, error: AppError): Promise<void> {
  try {
    const wall = error.code === "not_found" ? await wallOf(call) : null;
    await append(failed(call, error, wall));
  } catch (cause) {
    throw toAppError(cause, call.ctx.source.requestId);
  }
}

async function runRead<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  call: Call,
  tenant: Tenant,
  input: z.output<I>,
): Promise<Outcome<z.output<O>>> {
  const read = async (tx: Tx) => {
    await assertProven(operation, tx, call.ctx, input);
    return operation.run(tx, call.ctx, input);
  };
  const ran = await (operation.isBrief ? readTogether(tenant, read) : withWorkspace(tenant, "read", read));
  const output = operation.output.parse(ran.output);
  const id = newId();
  await append(succeeded(call, "success", { id, output, changes: [] }));
  return { status: "done", output, changes: [], auditEventId: id };
}

async function runWrite<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  call: Call,
  tenant: Tenant,
  input: z.output<I>,
  mode: "execute" | "dry_run",
): Promise<Outcome<z.output<O>>> {
  const id = newId();
  const isDryRun = mode === "dry_run";
  const { seesOneMoment = false } = operation;
  const work = async (tx: Tx): Promise<Done> => {
    const asked = rulesFor(tx, call);
    if (isDryRun) return tryOut(tx, call, input, id, await asked);
    const done = await unlessFrozen(
      tx,
      call,
      async () => (await firstAnswer(tx, call, id)) ?? runOnce(tx, call, input, id),
    );
    if (done.firstEventId === null)
      assertAgreed(done, done.confirmed === null ? await asked : await rulesFor(tx, done.call));
    await commitRecord(tx, done, id);
    // What was confirmed has its own idempotency key, and so may the call that confirms it.
    if (done.call !== call) await keepFirst(tx, call, { output: done.answer, changes: done.changes });
    return done;
  };
  try {
    const done = await withWorkspace(tenant, isDryRun ? "dry_run" : "write", work, { seesOneMoment });
    if (isDryRun) await append(succeeded(done.call, "dry_run", { ...done, id }));
    // Checked by the operation's own schema, above.
    const output = done.answer as z.output<O>;
    return {
      status: isDryRun ? "dry_run" : "done",
      output,
      changes: done.changes,
      auditEventId: done.firstEventId ?? id,
    };
  } catch (error) {
    if (error instanceof Held) {
      if (isDryRun) throw wouldBeStale(error);
      return hold(tenant, error);
    }
    if (error instanceof Overtaken) {
      const { versionNow } = error;
      // How it would be now: not what was agreed to, so it is shown, and the person decides anew.
      if (versionNow !== null && call.versionNow === null)
        return runWrite(operation, { ...call, versionNow }, tenant, input, mode);
      throw isDryRun ? wouldBeOvertaken(error) : await endOvertaken(tenant, error, call.ctx.now);
    }
    if (!isDryRun) await pauseIfTooMany(error, call.ctx.workspaceId, call.ctx.actor);
    throw error;
  }
}

/** Does it all, to be taken back: that of a confirmation is held to what was shown as well. */
async function tryOut(tx: Tx, call: Call, input: unknown, id: string, rules: WriteRules | null): Promise<Done> {
  const first = await firstAnswer(tx, call, id);
  // It was written already: the first answer stands, and nothing would change.
  if (first !== null) return { ...first, changes: [] };
  const tried = await runOnce(tx, call, input, id, "dry_run");
  assertFewRows(tried.changes, rules);
  if (tried.confirmed !== null && tried.firstEventId === null) assertAgreed(tried, await rulesFor(tx, tried.call));
  return tried;
}

async function runOnce(tx: Tx, call: Call, input: unknown, id: string, mode?: InvokeOptions["mode"]): Promise<Done> {
  const { operation, ctx } = call;
  await assertProven(operation, tx, ctx, input, mode);
  const { output, changes, executes } = await operation.run(tx, { ...ctx, auditEventId: id }, input);
  const answer = operation.output.parse(output);
  if (executes === undefined) return { call, output: answer, answer, changes, confirmed: null, firstEventId: null };
  const done = await runStored(tx, call, executes, id);
  return { ...done, answer: { tool: done.call.ctx.tool, result: done.output }, confirmed: executes.pending };
}

/** The stored write as the call that it is now: its own operation, input, tool and reason; everything else of this one. */
async function runStored(tx: Tx, confirming: Call, stored: StoredWrite, id: string): Promise<Done> {
  const { operation, pending, confirmation } = stored;
  const { input: rawInput, tool, reason, idempotencyKey } = pending;
  const ctx = { ...confirming.ctx, tool };
  // Why it was confirmed stands beside why it was asked for.
  const agreed = confirming.reason === null ? confirmation : { ...confirmation, reason: confirming.reason };
  const call: Call = { ...confirming, ctx, operation, rawInput, reason, idempotencyKey, confirmation: agreed };
  authorize(operation.permission, ctx);
  const first = await firstAnswer(tx, call, id);
  if (first !== null) return first;
  try {
    const { versionNow } = call;
    const now = versionNow === null ? call : { ...call, rawInput: { ...Object(rawInput), version: versionNow } };
    return await runOnce(tx, now, parse(operation.input, now.rawInput), id);
  } catch (error) {
    throw ofStored(error, call, pending);
  }
}

async function commitRecord(tx: Tx, done: Done, id: string): Promise<void> {
  const { call, output, changes, firstEventId } = done;
  const isRepeat = firstEventId !== null;
  const event = succeeded(call, "success", { id, output, changes: isRepeat ? [] : changes });
  // Sent together: what the write has locked stays so until its end.
  await Promise.all([
    ...(isRepeat ? [] : [appendChanges(tx, event, changes), keepFirst(tx, call, { output, changes })]),
    appendInTransaction(tx, event),
    assertStillAllowed(tx, call.ctx.actor),
    assertStillWritable(tx, call),
  ]);
}

function authorize(permission: Operation["permission"], ctx: Context): void {
  if (ctx.actor.permissions.has(permission)) return;
  throw new AppError("forbidden", `This needs the permission ${permission}.`, {
    reason: "missing_permission",
    requiredScopes: [permission],
  });
}

function parse<I extends z.ZodType>(schema: I, rawInput: unknown): z.output<I> {
  const unstorable = findUnstorable(rawInput);
  if (unstorable !== null) {
    throw new AppError("validation", "The input has characters that can't be stored.", {
      fieldErrors: { [unstorable]: ["contains a NUL character or half of a surrogate pair"] },
    });
  }
  const parsed = schema.safeParse(rawInput);
  if (parsed.success) return parsed.data;
  // Paths may hold names that the caller chose, `__proto__` among them: never assigned to an object one by one.
  const messages = new Map<string, string[]>();
  for (const { path, message } of parsed.error.issues) {
    const field = path.join(".");
    messages.set(field, [...(messages.get(field) ?? []), message]);
  }
  const fieldErrors: FieldErrors = Object.fromEntries(messages);
  throw new AppError("validation", "The input is not valid.", { fieldErrors });
}

function tenantOf(wall: Operation["wall"], ctx: Context): Tenant {
  const environment = environmentInForce(wall, ctx);
  if (wall === "environment" && environment === null) {
    throw new AppError("validation", "An environment is needed.", { reason: "no_environment" });
  }
  const projectIds = ctx.actor.kind === "api_key" ? ctx.actor.projectIds : null;
  return { workspaceId: ctx.workspaceId, environment, projectIds };
}

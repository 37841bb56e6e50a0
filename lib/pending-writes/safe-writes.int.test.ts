import { beforeAll, describe, expect, it } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
import {
  createTestWorkspace,
  keyContext,
  listAuditEvents,
  listChanges,
  outputOf,
  refusalOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { createApiKey, revokeApiKey } from "#lib/api-keys/index.ts";
import { SCOPES } from "#lib/authz/index.ts";
import { addComment } from "#lib/comments/index.ts";
import { MINUTE_MS } from "#lib/durations/index.ts";
import { DEFAULT_POLICIES, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { type Context, invoke, type Outcome } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { OPERATIONS } from "#lib/registry/index.ts";
import { decidePending, expirePending } from "#lib/safe-writes/index.ts";
import { completeTask, createTask, deleteTask, updateTask } from "#lib/tasks/index.ts";
import { answerWrite, cancelWrite, confirmWrite, listOwnPendingWrites } from "./index.ts";

const confirm = confirmWrite(() => OPERATIONS);
const answer = answerWrite(() => OPERATIONS);
const REASON = { reason: "weekly planning" };

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await createTestWorkspace("Safe writes");
  await invoke(createProject, person(), { name: "Acme", key: "ACM" });
});

const person = () => userContext(workspace, "owner", "production");
/** A key of production; the same one where a test passes it on. */
const keyOf = (tool: string, writesNeedApproval = false) =>
  keyContext(workspace, "production", SCOPES, tool, null, writesNeedApproval);
/** Another call of the same key. */
const again = (ctx: Context, tool: string): Context => {
  const { source, now } = keyOf(tool);
  return { ...ctx, tool, source, now };
};
const later = (ctx: Context, minutes: number): Context => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + minutes * MINUTE_MS),
});

type Waiting = Extract<Outcome<unknown>, { status: "confirmation_required" | "approval_required" }>;

async function held(call: Promise<Outcome<unknown>>): Promise<Waiting> {
  const outcome = await call;
  if (outcome.status === "confirmation_required" || outcome.status === "approval_required") return outcome;
  throw new Error(`expected the call to wait, it ended as ${outcome.status}`);
}

const newTask = async (title = "Plan") =>
  (await outputOf(invoke(createTask, person(), { projectId: "ACM", title }))).task;
const taskRow = async (id: string) => (await superuserSql()`select * from tasks where id = ${id}`)[0];
const pendingRow = async (id: string) => (await superuserSql()`select * from pending_writes where id = ${id}`)[0];
const eventOf = async (ctx: Context) => {
  const events = await listAuditEvents(workspace, ctx.source.requestId);
  expect(events).toHaveLength(1);
  return events[0];
};
const decide = (id: string, status: "approved" | "rejected", comment: string | null = null) =>
  withWorkspace({ workspaceId: workspace.id, environment: null }, "write", (tx) =>
    decidePending(tx, id, {
      status,
      comment,
      byUserId: workspace.users.admin.id,
      byName: workspace.users.admin.name,
      now: new Date(),
    }),
  );

describe("a key's write in production", () => {
  it("is shown first: nothing is written, and the preview is an event", async () => {
    const task = await newTask();
    const ctx = keyOf("update_task");
    const input = { taskId: task.id, version: 1, title: "Plan B" };
    const waiting = await held(invoke(updateTask, ctx, input, REASON));
    expect(waiting).toMatchObject({
      status: "confirmation_required",
      phrase: "CONFIRM",
      preview: {
        changes: [{ target: { type: "task", id: task.id }, before: { title: "Plan" }, after: { title: "Plan B" } }],
        counts: [{ type: "task", action: "updated", count: 1 }],
        left: 0,
      },
    });
    expect(waiting.expiresAt.getTime() - ctx.now.getTime()).toBe(10 * MINUTE_MS);
    expect(await taskRow(task.id)).toMatchObject({ title: "Plan", version: 1 });
    expect(await eventOf(ctx)).toMatchObject({
      action: "task.update",
      status: "preview",
      reason: "weekly planning",
      confirmation: { mode: "confirm", pendingWriteId: waiting.pendingWriteId },
    });
    expect((await listChanges(workspace)).filter((row) => row.target_id === task.id)).toHaveLength(1);
  });

  it("is executed as it was shown, once, with reason and confirmation in its own event", async () => {
    const task = await newTask();
    const ctx = keyOf("update_task");
    const input = { taskId: task.id, version: 1, title: "Plan B" };
    const { confirmToken, pendingWriteId } = await held(invoke(updateTask, ctx, input, REASON));
    const confirming = again(ctx, "confirm_write");
    const done = await invoke(confirm, confirming, { token: confirmToken, phrase: " CONFIRM " });
    expect(done).toMatchObject({
      status: "done",
      output: { tool: "update_task", result: { task: { title: "Plan B", version: 2 } } },
    });
    const event = await eventOf(confirming);
    expect(event).toMatchObject({
      action: "task.update",
      tool: "update_task",
      status: "success",
      reason: "weekly planning",
      confirmation: { mode: "confirm", by: "phrase", pendingWriteId },
      targetId: task.id,
    });
    expect(await pendingRow(pendingWriteId)).toMatchObject({ status: "executed", executed_event_id: event?.id });
    const history = (await listChanges(workspace)).filter((row) => row.target_id === task.id);
    expect(history.at(-1)).toMatchObject({ action: "task.update", tool: "update_task", reason: "weekly planning" });
  });

  it("wants a reason, and says so", async () => {
    const ctx = keyOf("create_task");
    const error = await refusalOf(invoke(createTask, ctx, { projectId: "ACM", title: "Silent" }));
    expect(error).toMatchObject({
      code: "validation",
      details: { reason: "reason_required", fieldErrors: { reason: ["is required"] } },
    });
    expect(await eventOf(ctx)).toMatchObject({ status: "error", errorReason: "reason_required" });
  });

  it("needs nobody when it changes nothing, in a dry run, or when a person does it", async () => {
    const task = await newTask();
    await outputOf(invoke(completeTask, person(), { taskId: task.id }));
    expect(await invoke(completeTask, keyOf("complete_task"), { taskId: task.id })).toMatchObject({ status: "done" });
    const dry = keyOf("delete_task");
    expect(await invoke(deleteTask, dry, { taskId: task.id }, { mode: "dry_run" })).toMatchObject({
      status: "dry_run",
    });
    expect(await eventOf(dry)).toMatchObject({ status: "dry_run" });
    expect(await taskRow(task.id)).toBeDefined();
  });

  it("that waits already is found again instead of being stored twice", async () => {
    const task = await newTask();
    const ctx = keyOf("complete_task");
    const first = await held(invoke(completeTask, ctx, { taskId: task.id }, REASON));
    const second = await held(invoke(completeTask, again(ctx, "complete_task"), { taskId: task.id }, REASON));
    expect(second.confirmToken).toBe(first.confirmToken);
    const other = await held(invoke(completeTask, keyOf("complete_task"), { taskId: task.id }, REASON));
    expect(other.confirmToken).not.toBe(first.confirmToken);
  });
});

describe("a deletion in production", () => {
  it("waits for approval, and the preview names everything that goes with it", async () => {
    const task = await newTask("Doomed");
    for (const body of ["One", "Two"]) await outputOf(invoke(addComment, person(), { taskId: task.id, body }));
    const ctx = keyOf("delete_task");
    const waiting = await held(invoke(deleteTask, ctx, { taskId: task.id }, REASON));
    expect(waiting).toMatchObject({
      status: "approval_required",
      isApproved: false,
      preview: {
        counts: [
          { type: "task", action: "deleted", count: 1 },
          { type: "comment", action: "deleted", count: 2 },
        ],
        changes: [{ before: { title: "Doomed" } }, { before: { body: "One" } }, { before: { body: "Two" } }],
      },
    });
    const { approvalUrl } = waiting as Extract<Waiting, { status: "approval_required" }>;
    expect(new URL(approvalUrl).pathname).toBe(`/w/${workspace.slug}/approvals/${waiting.pendingWriteId}`);
    expect(await taskRow(task.id)).toBeDefined();

    const early = again(ctx, "confirm_write");
    const pending = await refusalOf(invoke(confirm, early, { token: waiting.confirmToken, phrase: "CONFIRM" }));
    expect(pending).toMatchObject({ code: "confirmation_required", details: { reason: "approval_pending" } });
    expect(await eventOf(early)).toMatchObject({ action: "pending_write.confirm", errorReason: "approval_pending" });

    expect(await decide(waiting.pendingWriteId, "approved", "Fine")).not.toBeNull();
    expect(await decide(waiting.pendingWriteId, "rejected")).toBeNull();
    const { items } = await outputOf(invoke(listOwnPendingWrites, again(ctx, "list_pending_writes"), {}));
    expect(items).toMatchObject([{ status: "approved", decisionComment: "Fine", confirmToken: waiting.confirmToken }]);
    const confirming = again(ctx, "confirm_write");
    await outputOf(invoke(confirm, confirming, { token: waiting.confirmToken }));
    expect(await taskRow(task.id)).toBeUndefined();
    expect(await eventOf(confirming)).toMatchObject({
      action: "task.delete",
      tool: "delete_task",
      confirmation: { by: "approval", approvedBy: { id: workspace.users.admin.id }, comment: "Fine" },
    });
  });

  it("that was rejected stays undone", async () => {
    const task = await newTask();
    const ctx = keyOf("delete_task");
    const { pendingWriteId, confirmToken } = await held(invoke(deleteTask, ctx, { taskId: task.id }, REASON));
    await decide(pendingWriteId, "rejected", "Still needed");
    const confirming = again(ctx, "confirm_write");
    const error = await refusalOf(invoke(confirm, confirming, { token: confirmToken }));
    expect(error).toMatchObject({ code: "forbidden", details: { reason: "write_rejected" } });
    expect(error.message).toContain("Still needed");
    expect(await eventOf(confirming)).toMatchObject({ status: "denied", errorReason: "write_rejected" });
    expect(await taskRow(task.id)).toBeDefined();
  });
});

describe("a write that nobody decided over", () => {
  it("is written down as expired once its time is over, and can't be approved any more", async () => {
    const task = await newTask();
    const { pendingWriteId } = await held(invoke(deleteTask, keyOf("delete_task"), { taskId: task.id }, REASON));
    const expireAt = (hours: number) =>
      withWorkspace({ workspaceId: workspace.id, environment: null }, "write", (tx) =>
        expirePending(tx, new Date(Date.now() + hours * 60 * MINUTE_MS)),
      );
    expect((await expireAt(23)).map(({ id }) => id)).not.toContain(pendingWriteId);
    expect((await expireAt(25)).map(({ id }) => id)).toContain(pendingWriteId);
    expect(await decide(pendingWriteId, "approved")).toBeNull();
  });
});

describe("a key that may only propose", () => {
  it("waits for approval in every environment, whatever it writes", async () => {
    const ctx = keyContext(workspace, "development", SCOPES, "create_task", null, true);
    await invoke(createProject, userContext(workspace, "owner", "development"), { name: "Acme", key: "ACM" });
    expect(await invoke(createTask, ctx, { projectId: "ACM", title: "Proposed" })).toMatchObject({
      status: "approval_required",
    });
  });
});

describe("a confirm token is refused", () => {
  async function waiting() {
    const task = await newTask();
    const ctx = keyOf("complete_task");
    const input = { taskId: task.id };
    const preview = await held(invoke(completeTask, ctx, input, REASON));
    return { task, ctx, input, token: preview.confirmToken, id: preview.pendingWriteId };
  }

  async function expectRefused(call: { ctx: Context; input: object; code: string; reason: string; taskId: string }) {
    const error = await refusalOf(invoke(confirm, call.ctx, call.input));
    expect(error).toMatchObject({ code: call.code, details: { reason: call.reason } });
    expect(await eventOf(call.ctx)).toMatchObject({
      action: "pending_write.confirm",
      tool: "confirm_write",
      errorCode: call.code,
      errorReason: call.reason,
    });
    return error;
  }

  it("for another key", async () => {
    const { token, task } = await waiting();
    const input = { token, phrase: "CONFIRM" };
    const refused = { code: "forbidden", reason: "confirm_token_of_another_credential", taskId: task.id };
    await expectRefused({ ctx: keyOf("confirm_write"), input, ...refused });
    expect(await taskRow(task.id)).toMatchObject({ status: "todo" });
  });

  it("with another seal, and when it is none", async () => {
    const { ctx, token, task } = await waiting();
    const refused = { code: "not_found", reason: "confirm_token_unknown", taskId: task.id };
    for (const wrong of [`${token.slice(0, 27)}_${"A".repeat(43)}`, "pwt1_x", "x"]) {
      const input = { token: wrong, phrase: "CONFIRM" };
      await expectRefused({ ctx: again(ctx, "confirm_write"), input, ...refused });
    }
    expect(await taskRow(task.id)).toMatchObject({ status: "todo" });
  });

  it("with the wrong phrase, or none", async () => {
    const { ctx, token, task, id } = await waiting();
    const refused = { code: "validation", reason: "wrong_phrase", taskId: task.id };
    for (const phrase of ["confirm", "yes", "", undefined]) {
      await expectRefused({ ctx: again(ctx, "confirm_write"), input: { token, phrase }, ...refused });
    }
    expect(await pendingRow(id)).toMatchObject({ status: "pending" });
  });

  it("after ten minutes", async () => {
    const { ctx, token, task } = await waiting();
    const input = { token, phrase: "CONFIRM" };
    const refused = { code: "preview_stale", reason: "confirm_token_expired", taskId: task.id };
    await expectRefused({ ctx: later(again(ctx, "confirm_write"), 10), input, ...refused });
    expect(await taskRow(task.id)).toMatchObject({ status: "todo" });
  });

  it("a second time, with a link to the first result", async () => {
    const { ctx, token, task } = await waiting();
    const input = { token, phrase: "CONFIRM" };
    const done = await invoke(confirm, again(ctx, "confirm_write"), input);
    const refused = { code: "conflict", reason: "confirm_token_used", taskId: task.id };
    const error = await expectRefused({ ctx: again(ctx, "confirm_write"), input, ...refused });
    const auditEventId = "auditEventId" in done ? done.auditEventId : "";
    expect(error.details.current).toMatchObject({
      firstResult: { auditEventId, url: expect.stringContaining(`/w/${workspace.slug}/settings/audit-log?event=`) },
    });
    expect(await taskRow(task.id)).toMatchObject({ version: 2 });
  });

  it("when what it changes has changed, with a fresh preview that can be confirmed", async () => {
    const { ctx, token, task, id } = await waiting();
    await outputOf(invoke(updateTask, person(), { taskId: task.id, version: 1, title: "Moved on" }));
    const input = { token, phrase: "CONFIRM" };
    const refused = { code: "preview_stale", reason: "preview_stale", taskId: task.id };
    const error = await expectRefused({ ctx: again(ctx, "confirm_write"), input, ...refused });
    expect(await taskRow(task.id)).toMatchObject({ status: "todo", title: "Moved on" });
    expect(await pendingRow(id)).toMatchObject({ status: "stale" });
    const fresh = error.details.current as Waiting;
    expect(fresh).toMatchObject({ status: "confirmation_required", preview: { counts: [{ count: 1 }] } });
    await outputOf(invoke(confirm, again(ctx, "confirm_write"), { ...input, token: fresh.confirmToken }));
    expect(await taskRow(task.id)).toMatchObject({ status: "done", title: "Moved on" });
  });

  it("after it was cancelled; cancelling twice is once", async () => {
    const { ctx, token, task, id } = await waiting();
    for (const call of [again(ctx, "cancel_write"), again(ctx, "cancel_write")]) {
      expect(await outputOf(invoke(cancelWrite, call, { token }))).toEqual({ cancelled: id });
    }
    const refused = { code: "conflict", reason: "confirm_token_cancelled", taskId: task.id };
    await expectRefused({ ctx: again(ctx, "confirm_write"), input: { token, phrase: "CONFIRM" }, ...refused });
  });

  it("for other arguments than those that were shown", async () => {
    const { ctx, token, task, input } = await waiting();
    const other = await newTask();
    const asked = { token, phrase: "CONFIRM", operation: "task.complete" };
    const answering = again(ctx, "complete_task");
    const error = await refusalOf(invoke(answer, answering, { ...asked, input: { taskId: other.id } }));
    expect(error).toMatchObject({ code: "conflict", details: { reason: "confirm_token_other_arguments" } });
    expect(await eventOf(answering)).toMatchObject({ errorReason: "confirm_token_other_arguments" });
    expect([await taskRow(task.id), await taskRow(other.id)]).toMatchObject([{ status: "todo" }, { status: "todo" }]);
    await outputOf(invoke(answer, again(ctx, "complete_task"), { ...asked, input }));
    expect(await taskRow(task.id)).toMatchObject({ status: "done" });
  });

  it("when its key was revoked after it had been let in", async () => {
    const { apiKey } = await outputOf(
      invoke(createApiKey, person(), { name: "cursor-revoked", environment: "production", access: "write" }),
    );
    const base = keyOf("complete_task");
    const ctx = { ...base, actor: { ...base.actor, id: apiKey.id } as Context["actor"] };
    const task = await newTask();
    const { confirmToken: token } = await held(invoke(completeTask, ctx, { taskId: task.id }, REASON));
    await outputOf(invoke(revokeApiKey, person(), { apiKeyId: apiKey.id }));
    const input = { token, phrase: "CONFIRM" };
    const refused = { code: "unauthenticated", reason: "revoked", taskId: task.id };
    await expectRefused({ ctx: again(ctx, "confirm_write"), input, ...refused });
    expect(await taskRow(task.id)).toMatchObject({ status: "todo" });
  });

  it("by all but one of fifty who come at once", async () => {
    const { ctx, token, task, id } = await waiting();
    const calls = Array.from({ length: 50 }, () =>
      invoke(confirm, again(ctx, "confirm_write"), { token, phrase: "CONFIRM" }).then(
        ({ status }) => status,
        (error: { details?: { reason?: string } }) => error.details?.reason,
      ),
    );
    const endings = await Promise.all(calls);
    expect(endings.filter((ending) => ending === "done")).toHaveLength(1);
    expect(endings.filter((ending) => ending === "confirm_token_used")).toHaveLength(49);
    expect(await taskRow(task.id)).toMatchObject({ version: 2 });
    expect(await pendingRow(id)).toMatchObject({ status: "executed" });
    expect((await listChanges(workspace)).filter((row) => row.target_id === task.id)).toHaveLength(2);
  });
});

describe("the policy", () => {
  it("decides over phrase, reason, mass changes and deletions from the next write on; stricter holds for what waits", async () => {
    const space = await createTestWorkspace("Policy of writes");
    const owner = userContext(space, "owner", "production");
    await outputOf(invoke(createProject, owner, { name: "Acme", key: "ACM" }));
    const { task } = await outputOf(invoke(createTask, owner, { projectId: "ACM", title: "Plan" }));
    for (const body of ["One", "Two"]) await outputOf(invoke(addComment, owner, { taskId: task.id, body }));
    const ctx = keyContext(space, "production", SCOPES, "delete_task");
    const decideOn = async (version: number, given: object) => {
      const settings = { ...DEFAULT_POLICIES.production, isReasonRequired: false, confirmPhrase: "SHIP IT", ...given };
      const input = { environment: "production", version, settings };
      await outputOf(invoke(setEnvironmentPolicy, systemContext(space), input));
    };
    const asked = () => held(invoke(deleteTask, again(ctx, "delete_task"), { taskId: task.id }));

    await decideOn(0, { confirmation: "none", destructiveConfirmation: "confirm", bulkRows: null });
    const waiting = await asked();
    expect(waiting).toMatchObject({ status: "confirmation_required", phrase: "SHIP IT" });
    await outputOf(invoke(completeTask, again(ctx, "complete_task"), { taskId: task.id }));
    const fresh = await asked();
    await decideOn(1, { confirmation: "none", destructiveConfirmation: "approval", bulkRows: 2 });
    const confirming = invoke(confirm, again(ctx, "confirm_write"), { token: fresh.confirmToken, phrase: "SHIP IT" });
    const error = await refusalOf(confirming);
    expect(error).toMatchObject({ code: "preview_stale", details: { current: { status: "approval_required" } } });
    expect(await taskRow(task.id)).toBeDefined();
  });
});

describe("an idempotency key", () => {
  const direct = () => keyContext(workspace, "staging", SCOPES, "create_task");
  beforeAll(async () => {
    await invoke(createProject, userContext(workspace, "owner", "staging"), { name: "Acme", key: "ACM" });
  });

  it("gives fifty callers at once the same answer and writes once", async () => {
    const ctx = direct();
    const input = { projectId: "ACM", title: "Only once" };
    const options = { idempotencyKey: "k-1" };
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => invoke(createTask, again(ctx, "create_task"), input, options)),
    );
    const ids = new Set(outcomes.map((outcome) => (outcome.status === "done" ? outcome.output.task.id : "")));
    expect(ids.size).toBe(1);
    const rows =
      await superuserSql()`select id from tasks where workspace_id = ${workspace.id} and title = 'Only once'`;
    expect(rows).toHaveLength(1);
    const events = await listAuditEvents(workspace);
    expect(events.filter(({ idempotencyKey }) => idempotencyKey === "k-1")).toHaveLength(50);
  });

  it("is refused for another body, and nothing is written", async () => {
    const ctx = direct();
    await outputOf(invoke(createTask, ctx, { projectId: "ACM", title: "One" }, { idempotencyKey: "k-2" }));
    const other = again(ctx, "create_task");
    const call = invoke(createTask, other, { projectId: "ACM", title: "Other" }, { idempotencyKey: "k-2" });
    expect(await refusalOf(call)).toMatchObject({ code: "conflict", details: { reason: "idempotency_key_reused" } });
    expect(await eventOf(other)).toMatchObject({ errorReason: "idempotency_key_reused", idempotencyKey: "k-2" });
    // Another key's k-2 has nothing to do with it.
    await outputOf(invoke(createTask, direct(), { projectId: "ACM", title: "Other" }, { idempotencyKey: "k-2" }));
  });

  it("is free again when the write failed", async () => {
    const ctx = direct();
    const options = { idempotencyKey: "k-3" };
    await refusalOf(invoke(createTask, ctx, { projectId: "NOPE", title: "x" }, options));
    await outputOf(invoke(createTask, again(ctx, "create_task"), { projectId: "ACM", title: "x" }, options));
  });

  it("tells two writes that wait apart, as does their reason, and time that is nearly over", async () => {
    const ctx = keyOf("create_task");
    const ask = (options: object, minutes = 0) =>
      held(invoke(createTask, later(again(ctx, "create_task"), minutes), { projectId: "ACM", title: "Twin" }, options));
    const first = await ask({ ...REASON, idempotencyKey: "k-6" });
    const others = [
      await ask({ ...REASON, idempotencyKey: "k-7" }),
      await ask({ reason: "another", idempotencyKey: "k-6" }),
      await ask(REASON),
      await ask({ ...REASON, idempotencyKey: "k-6" }, 9),
    ];
    expect(new Set([first, ...others].map(({ confirmToken }) => confirmToken)).size).toBe(5);
    expect((await ask(REASON)).confirmToken).toBe(others[2]?.confirmToken);
  });

  it("holds in a dry run: the first answer and no changes; another body is refused, and no key is taken", async () => {
    const ctx = direct();
    const [input, options] = [{ projectId: "ACM", title: "Tried" }, { idempotencyKey: "k-8" }];
    const tryOut = (title: string) =>
      invoke(createTask, again(ctx, "create_task"), { ...input, title }, { ...options, mode: "dry_run" });
    expect(await tryOut("Tried")).toMatchObject({ status: "dry_run", changes: [{}] });
    const first = await outputOf(invoke(createTask, ctx, input, options));
    expect(await tryOut("Tried")).toMatchObject({ status: "dry_run", output: first, changes: [] });
    expect(await refusalOf(tryOut("Other"))).toMatchObject({ details: { reason: "idempotency_key_reused" } });
  });

  it("holds for a write that waits: the same preview, then the same answer; another body is refused", async () => {
    const ctx = keyOf("create_task");
    const options = { ...REASON, idempotencyKey: "k-4" };
    const input = { projectId: "ACM", title: "Waits" };
    const { confirmToken: token } = await held(invoke(createTask, ctx, input, options));
    const other = invoke(createTask, again(ctx, "create_task"), { ...input, title: "Other" }, options);
    expect(await refusalOf(other)).toMatchObject({ details: { reason: "idempotency_key_reused" } });
    const { result } = await outputOf(invoke(confirm, again(ctx, "confirm_write"), { token, phrase: "CONFIRM" }));
    const repeated = await outputOf(invoke(createTask, again(ctx, "create_task"), input, options));
    expect(repeated).toEqual(result);
  });
});

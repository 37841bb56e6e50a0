import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { callTool, createKey, type Key, type Reply, sendMessage } from "#db/testing/mcp-calls.ts";
import { pauseWrites, revokeApiKey, rotateApiKey, suspendApiKey } from "#lib/api-keys/index.ts";
import { approvePendingWrite, rejectPendingWrite } from "#lib/approvals/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { MINUTE_MS } from "#lib/durations/index.ts";
import { DEFAULT_POLICIES, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask, deleteTask, updateTask } from "#lib/tasks/index.ts";
import { freezeWrites, liftFreeze } from "#lib/write-freeze/index.ts";

const reason = "weekly planning";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await createTestWorkspace("Refusals");
  await invoke(createProject, person(), { name: "Acme", key: "ACM" });
});
afterEach(() => vi.useRealTimers());

const person = () => userContext(workspace, "owner", "production");
const admin = () => userContext(workspace, "admin", null);
const productionKey = () => createKey(workspace, { environment: "production" });
const newTask = async () => (await outputOf(invoke(createTask, person(), { projectId: "ACM", title: "Plan" }))).task;
const call = (key: Key, tool: string, args: object, more: object = {}) =>
  sendMessage(key.token, "tools/call", { name: tool, arguments: { ...args }, ...more });
const confirm = (key: Key, token: string, phrase?: string) =>
  call(key, "confirm_write", { token, ...(phrase !== undefined && { phrase }) });

interface Asked {
  readonly key: Key;
  readonly task: { readonly id: string; readonly version: number };
  readonly token: string;
  readonly id: string;
}

/** A write that waits: of a task's status for a confirmation, of its deletion for an approval. */
async function ask(tool: "complete_task" | "delete_task" = "complete_task", by?: Key): Promise<Asked> {
  const key = by ?? (await productionKey());
  const task = await newTask();
  const { structuredContent } = await callTool(key.token, tool, { task_id: task.id, reason });
  const { confirm_token: token, pending_write_id: id } = structuredContent as Record<string, string>;
  return { key, task, token: token ?? "", id: id ?? "" };
}

/** Everything from here on happens so much later. */
function passMinutes(minutes: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + minutes * MINUTE_MS });
}

interface Refused {
  readonly reply: Reply;
  /** What must not have changed; a task that was to be completed or deleted. */
  readonly task?: Asked["task"];
}

interface Row {
  readonly when: () => Promise<Refused>;
  readonly code: string;
  readonly reason: string;
  /** In the text, in this order: what happened, and what to do. */
  readonly says: readonly (string | RegExp)[];
  /** The event: what it is of, and how it ended. */
  readonly action?: string;
  readonly status?: "denied" | "error";
  /** In the error's `current`. */
  readonly current?: object;
}

const CONFIRM_ROWS: Readonly<Record<string, Row>> = {
  "what it changes has changed: a fresh preview, with a token of its own": {
    when: async () => {
      const { key, task, token } = await ask();
      await outputOf(invoke(updateTask, person(), { taskId: task.id, version: task.version, title: "Moved on" }));
      return { reply: await confirm(key, token, "CONFIRM"), task };
    },
    code: "preview_stale",
    reason: "preview_stale",
    says: ["no longer as it was shown, so nothing was written", "A fresh preview is below: show it"],
    status: "error",
    current: {
      status: "confirmation_required",
      confirm_token: expect.stringMatching(/^pwt1_/),
      preview: { counts: [{ type: "task", action: "updated", count: 1 }] },
    },
  },
  "it was found stale before": {
    when: async () => {
      const { key, task, token } = await ask();
      await outputOf(invoke(updateTask, person(), { taskId: task.id, version: task.version, title: "Moved on" }));
      await confirm(key, token, "CONFIRM");
      return { reply: await confirm(key, token, "CONFIRM"), task };
    },
    code: "preview_stale",
    reason: "confirm_token_stale",
    says: ["Nothing was written", "Call the write's own tool for a fresh preview."],
    status: "error",
  },
  "what it would change is gone: nothing can be shown anew, and it is ended": {
    when: async () => {
      const { key, task, token } = await ask();
      await outputOf(invoke(deleteTask, person(), { taskId: task.id }));
      return { reply: await confirm(key, token, "CONFIRM") };
    },
    code: "preview_stale",
    reason: "write_overtaken",
    says: ["can't happen any more", "nothing was written", "Tell your user"],
    status: "error",
  },
  "it is another key's": {
    when: async () => {
      const { task, token } = await ask();
      return { reply: await confirm(await productionKey(), token, "CONFIRM"), task };
    },
    code: "forbidden",
    reason: "confirm_token_of_another_credential",
    says: [
      "belongs to another credential",
      "nothing was written",
      "Call the write's own tool to get a preview of your own.",
    ],
  },
  "it is that of the key which its own has replaced": {
    when: async () => {
      const { key, task, token } = await ask();
      const input = { apiKeyId: key.id, overlapSeconds: 0 };
      const successor = await outputOf(invoke(rotateApiKey, person(), input));
      return { reply: await confirm({ id: successor.apiKey.id, token: successor.token }, token, "CONFIRM"), task };
    },
    code: "forbidden",
    reason: "confirm_token_of_predecessor",
    says: [
      "the key that yours has replaced",
      "nothing was written",
      "Call the write's own tool to get a preview of your own.",
    ],
  },
  "it was confirmed for other arguments": {
    when: async () => {
      const { key, task, token } = await ask();
      const other = await newTask();
      const answer = {
        requestState: token,
        inputResponses: { confirm: { action: "accept", content: { confirmation: "CONFIRM" } } },
      };
      const args = { task_id: other.id, reason };
      const capabilities = { "io.modelcontextprotocol/clientCapabilities": { elicitation: {} } };
      return { reply: await call(key, "complete_task", args, { ...answer, _meta: capabilities }), task };
    },
    code: "conflict",
    reason: "confirm_token_other_arguments",
    says: ["confirmed another call than this one, and nothing was written"],
    action: "pending_write.answer",
    status: "error",
  },
  "it was used: with a link to what it did": {
    when: async () => {
      const { key, token } = await ask();
      await confirm(key, token, "CONFIRM");
      return { reply: await confirm(key, token, "CONFIRM") };
    },
    code: "conflict",
    reason: "confirm_token_used",
    says: [
      "This write has happened already, once",
      "Tell your user that it is done",
      "Don't call the write's tool again",
    ],
    status: "error",
    current: { first_result: { url: expect.stringContaining("/settings/audit-log?event=") } },
  },
  "ten minutes are over": {
    when: async () => {
      const { key, task, token } = await ask();
      passMinutes(11);
      return { reply: await confirm(key, token, "CONFIRM"), task };
    },
    code: "preview_stale",
    reason: "confirm_token_expired",
    says: ["has expired, and nothing was written", "Call the write's own tool for a fresh preview."],
    status: "error",
  },
  "it was cancelled": {
    when: async () => {
      const { key, task, token } = await ask();
      await call(key, "cancel_write", { token });
      return { reply: await confirm(key, token, "CONFIRM"), task };
    },
    code: "conflict",
    reason: "confirm_token_cancelled",
    says: ["was cancelled", "nothing was written"],
    status: "error",
  },
  "it was never given": {
    when: async () => {
      const { key, task, token } = await ask();
      return { reply: await confirm(key, `${token.slice(0, 27)}_${"A".repeat(43)}`, "CONFIRM"), task };
    },
    code: "not_found",
    reason: "confirm_token_unknown",
    says: ["no confirm token of this workspace and environment", "list_pending_writes"],
    status: "error",
  },
  "the phrase is another one": {
    when: async () => {
      const { key, task, token } = await ask();
      return { reply: await confirm(key, token, "yes"), task };
    },
    code: "validation",
    reason: "wrong_phrase",
    says: ["The phrase does not match, and nothing was written", "Never type it yourself"],
    status: "error",
  },
  "nobody has approved it yet": {
    when: async () => {
      const { key, task, token } = await ask("delete_task");
      return { reply: await confirm(key, token), task };
    },
    code: "confirmation_required",
    reason: "approval_pending",
    says: ["Nobody has approved this write yet, and nothing was written", "Give your user this link", "/approvals/"],
    current: { approval_url: expect.stringContaining("/approvals/") },
  },
  "a person has rejected it": {
    when: async () => {
      const { key, task, token, id } = await ask("delete_task");
      await outputOf(invoke(rejectPendingWrite, admin(), { pendingWriteId: id, comment: "Still needed" }));
      return { reply: await confirm(key, token), task };
    },
    code: "forbidden",
    reason: "write_rejected",
    says: [
      "rejected this write, and nothing was written",
      "Still needed",
      "Tell your user; don't ask again for the same.",
    ],
  },
  "nobody decided within a day": {
    when: async () => {
      const { key, task, token } = await ask("delete_task");
      passMinutes(25 * 60);
      return { reply: await confirm(key, token), task };
    },
    code: "preview_stale",
    reason: "confirm_token_expired",
    says: ["has expired, and nothing was written", "Call the write's own tool for a fresh preview."],
    status: "error",
  },
  "writes are frozen meanwhile": {
    when: async () => {
      const { key, task, token } = await ask();
      await outputOf(invoke(freezeWrites, admin(), { scope: "production", note: "Incident 7" }));
      const reply = await confirm(key, token, "CONFIRM");
      await outputOf(invoke(liftFreeze, admin(), { scope: "production" }));
      return { reply, task };
    },
    code: "forbidden",
    reason: "writes_frozen",
    says: ["Writes are frozen in production", "Incident 7", "Stop writing, don't retry, and tell your user."],
  },
  "its key's writes are paused meanwhile": {
    when: async () => {
      const { key, task, token } = await ask();
      await outputOf(invoke(pauseWrites, systemContext(workspace), { apiKeyId: key.id, by: "hour" }));
      return { reply: await confirm(key, token, "CONFIRM"), task };
    },
    code: "forbidden",
    reason: "writes_paused",
    says: [
      "The writes of this key are paused: it went over its budget of writes per hour",
      "Stop writing, don't retry",
    ],
  },
};

const WRITE_ROWS: Readonly<Record<string, Row>> = {
  "it says no reason": {
    when: async () => {
      const task = await newTask();
      return { reply: await call(await productionKey(), "complete_task", { task_id: task.id }), task };
    },
    code: "validation",
    reason: "reason_required",
    says: ["Every write in production needs a reason", "reason: is required"],
    action: "task.complete",
    status: "error",
  },
  "it was decided on an older version": {
    when: async () => {
      const task = await newTask();
      await outputOf(invoke(updateTask, person(), { taskId: task.id, version: task.version, title: "Moved on" }));
      const args = { task_id: task.id, version: task.version, title: "Mine", reason };
      return { reply: await call(await productionKey(), "update_task", args), task };
    },
    code: "conflict",
    reason: "stale_version",
    says: ["The current state is below", "only if it is still right"],
    action: "task.update",
    status: "error",
    current: { task: { title: "Moved on" } },
  },
  "its idempotency key stands for another one": {
    when: async () => {
      const key = await productionKey();
      const [one, other] = [await newTask(), await newTask()];
      const args = { reason, idempotency_key: newId() };
      await call(key, "complete_task", { ...args, task_id: one.id });
      return { reply: await call(key, "complete_task", { ...args, task_id: other.id }), task: other };
    },
    code: "conflict",
    reason: "idempotency_key_reused",
    says: ["was used for another call", "Take a new one for a new write."],
    action: "task.complete",
    status: "error",
  },
  "writes are frozen": {
    when: async () => {
      const [key, task] = [await productionKey(), await newTask()];
      await outputOf(invoke(freezeWrites, admin(), { scope: "workspace", note: "Incident 8" }));
      const reply = await call(key, "complete_task", { task_id: task.id, reason });
      await outputOf(invoke(liftFreeze, admin(), { scope: "workspace" }));
      return { reply, task };
    },
    code: "forbidden",
    reason: "writes_frozen",
    says: ["Writes are frozen in the whole workspace", "Incident 8", "Stop writing, don't retry, and tell your user."],
    action: "task.complete",
  },
  "its key goes over a budget of writes": {
    when: async () => {
      const [key, task] = [await productionKey(), await newTask()];
      await superuserSql()`update api_keys set writes_per_hour = 1 where id = ${key.id}`;
      await call(key, "complete_task", { task_id: (await newTask()).id, reason });
      return { reply: await call(key, "complete_task", { task_id: task.id, reason }), task };
    },
    code: "forbidden",
    reason: "writes_paused",
    says: ["it went over its budget of writes per hour", "reads and dry runs go on", "tell your user"],
    action: "task.complete",
  },
};

const jsonOf = ({ json }: Reply) =>
  (JSON.parse(json?.result?.content?.[1]?.text ?? "{}") as { error?: { current?: unknown } }).error;
const taskRow = async (id: string) => (await superuserSql()`select status, version from tasks where id = ${id}`)[0];

async function expectRefused({ when, says, current, ...row }: Row, otherwise: string): Promise<void> {
  const { reply, task } = await when();
  expect(reply).toMatchObject({ status: 200, json: { result: { isError: true } } });
  const text = reply.json?.result?.content?.[0]?.text ?? "";
  for (const part of says) expect(text).toContain(part);
  expect(jsonOf(reply)).toMatchObject({ code: row.code, reason: row.reason, ...(current && { current }) });
  const events = await listAuditEvents(workspace, reply.requestId);
  expect(events).toMatchObject([
    {
      action: row.action ?? otherwise,
      status: row.status ?? "denied",
      errorCode: row.code,
      errorReason: row.reason,
      channel: "mcp",
    },
  ]);
  if (task) expect(await taskRow(task.id)).toMatchObject({ status: "todo" });
}

describe("a confirm token is refused over /mcp, in words for a model and on record, when", () => {
  it.each(Object.entries(CONFIRM_ROWS))("%s", (_, row) => expectRefused(row, "pending_write.confirm"));

  it("its key was revoked: 401 with the reason", async () => {
    const { key, task, token } = await ask();
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: key.id }));
    const reply = await confirm(key, token, "CONFIRM");
    expect(reply.status).toBe(401);
    expect(reply.headers.get("www-authenticate")).toContain('error="invalid_token"');
    expect(reply.text).toContain('"reason":"revoked"');
    expect(await listAuditEvents(workspace, reply.requestId)).toMatchObject([
      { action: "authentication.failed", status: "denied", errorReason: "key_revoked", credentialId: key.id },
    ]);
    expect(await taskRow(task.id)).toMatchObject({ status: "todo" });
  });

  it.each([
    ["suspended", "key_suspended", "suspended_at = now()"],
    ["expired", "key_expired", "expires_at = now() - interval '1 second'"],
  ])("its key is %s: 401 with the reason", async (why, errorReason, change) => {
    const { key, task, token } = await ask();
    await superuserSql().unsafe(`update api_keys set ${change} where id = '${key.id}'`);
    const reply = await confirm(key, token, "CONFIRM");
    expect(reply.status).toBe(401);
    expect(reply.json).toMatchObject({ error: "invalid_token", reason: why });
    expect(await listAuditEvents(workspace, reply.requestId)).toMatchObject([
      { action: "authentication.failed", status: "denied", errorReason, credentialId: key.id },
    ]);
    expect(await taskRow(task.id)).toMatchObject({ status: "todo" });
  });

  it.each([
    ["revoked", (apiKeyId: string) => outputOf(invoke(revokeApiKey, admin(), { apiKeyId }))],
    ["suspended", (apiKeyId: string) => outputOf(invoke(suspendApiKey, admin(), { apiKeyId }))],
  ])("its key was %s after it had been let in: 401, and the confirmation is what was refused", async (reason, end) => {
    const { key, task, token } = await ask();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { promise: holding, resolve: started } = Promise.withResolvers<number>();
    const holder = superuserSql().begin(async (sql) => {
      await sql`select 1 from tasks where id = ${task.id} for update`;
      const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      started(row?.pid ?? 0);
      await held;
    });
    const pid = await holding;
    const confirming = confirm(key, token, "CONFIRM");
    const waiting = () => superuserSql()`select 1 from pg_stat_activity where ${pid} = any(pg_blocking_pids(pid))`;
    await expect.poll(waiting, { timeout: 30_000 }).toHaveLength(1);
    await end(key.id);
    release();
    await holder;
    const reply = await confirming;
    expect(reply.status).toBe(401);
    expect(reply.text).toContain(`"reason":"${reason}"`);
    expect(await listAuditEvents(workspace, reply.requestId)).toMatchObject([
      { action: "pending_write.confirm", status: "denied", errorCode: "unauthenticated", errorReason: reason },
    ]);
    expect(await taskRow(task.id)).toMatchObject({ status: "todo" });
  });

  it("somebody approved what their own key asks for, where four eyes are wanted", async () => {
    const settings = { ...DEFAULT_POLICIES.production, isFourEyesRequired: true };
    const input = { environment: "production", version: 0, settings };
    const { policy: saved } = await outputOf(invoke(setEnvironmentPolicy, systemContext(workspace), input));
    const { key, task, token, id } = await ask("delete_task");
    const own = userContext(workspace, "owner", null);
    expect(await refusalOf(invoke(approvePendingWrite, own, { pendingWriteId: id }))).toMatchObject({
      code: "forbidden",
      details: { reason: "four_eyes" },
    });
    expect(await listAuditEvents(workspace, own.source.requestId)).toMatchObject([
      { action: "pending_write.approve", status: "denied", errorReason: "four_eyes" },
    ]);
    expect(jsonOf(await confirm(key, token))).toMatchObject({ reason: "approval_pending" });
    expect(await taskRow(task.id)).toBeDefined();
    const back = { ...input, version: saved.version, settings: DEFAULT_POLICIES.production };
    await outputOf(invoke(setEnvironmentPolicy, systemContext(workspace), back));
  });
});

describe("a write is refused over /mcp, in words for a model and on record, when", () => {
  it.each(Object.entries(WRITE_ROWS))("%s", (_, row) => expectRefused(row, ""));

  it("its key has no request left in this minute: 429 with the time to wait", async () => {
    const [key, task] = [await productionKey(), await newTask()];
    await superuserSql()`update api_keys set requests_per_minute = 1 where id = ${key.id}`;
    await call(key, "whoami", {});
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const reply = await sendMessage(key.token, "tools/call", {
      name: "complete_task",
      arguments: { task_id: task.id, reason },
      _meta: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    });
    expect(reply).toMatchObject({
      status: 429,
      json: { error: { code: 429, data: { reason: "key_requests_budget" } } },
    });
    expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(reply.json?.error?.message).toMatch(/^This key may make 1 request a minute.+Try again in \d+ seconds\.$/);
    expect(await listAuditEvents(workspace, reply.requestId)).toMatchObject([
      { action: "mcp.request", status: "denied", errorReason: "key_requests_budget", traceId },
    ]);
    expect(await taskRow(task.id)).toMatchObject({ status: "todo" });
  });
});

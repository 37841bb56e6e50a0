import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { sendMessage } from "#db/testing/mcp-calls.ts";
import { createApiKey } from "#lib/api-keys/index.ts";
import { approvePendingWrite } from "#lib/approvals/index.ts";
import { type AuditEvent, append } from "#lib/audit/index.ts";
import { getAuditEvent, searchAuditLog } from "#lib/audit-log/index.ts";
import { withValues } from "#lib/audit-query/index.ts";
import { addComment } from "#lib/comments/index.ts";
import { newId } from "#lib/crypto/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask, deleteTask, getTask } from "#lib/tasks/index.ts";
import { createWebhook, deleteWebhook } from "#lib/webhooks/index.ts";
import { findRelated } from "./index.ts";

const SPAN = "c".repeat(16);

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Targets"), createTestWorkspace("Other")]);
});

const auditor = (of = workspace, environment: Environment = "development") => userContext(of, "auditor", environment);
const related = (eventId: string, ctx: Context = auditor()) => outputOf(invoke(findRelated, ctx, { eventId }));
const find = async (eventId: string, ctx: Context = auditor()) => (await related(eventId, ctx)).targets;
const eventOf = async ({ source }: Context) => (await listAuditEvents(workspace, source.requestId)).at(-1)?.id ?? "";

async function taskIn(environment: Environment) {
  const ctx = userContext(workspace, "owner", environment);
  const { project } = await outputOf(invoke(createProject, ctx, { name: `Website ${newId()}` }));
  const create = userContext(workspace, "owner", environment);
  const { task } = await outputOf(invoke(createTask, create, { projectId: project.id, title: "Write the copy" }));
  return { task, eventId: await eventOf(create) };
}

/** An event of a call that named this, whether there is such a thing or not. */
async function eventAbout(type: string, id: string, environment: Environment | null): Promise<string> {
  const event: AuditEvent = {
    id: newId(),
    occurredAt: new Date().toISOString(),
    workspaceId: workspace.id,
    environment,
    action: "probe.look",
    effect: "read",
    channel: "mcp",
    tool: null,
    status: "error",
    errorCode: "not_found",
    errorReason: null,
    actor: { kind: "anonymous", id: null, name: "nobody", user: null, credential: null, sessionId: null },
    target: { type, id, label: null },
    params: null,
    result: null,
    changes: null,
    reason: null,
    confirmation: null,
    idempotencyKey: null,
    source: {
      ip: null,
      userAgent: null,
      clientName: null,
      clientVersion: null,
      protocolVersion: null,
      requestId: newId(),
      traceId: null,
    },
    durationUs: 1,
    foldedCount: 1,
  };
  await append(event);
  return event.id;
}

describe("audit.find_related", () => {
  it("finds a task in the event's environment, whichever environment the reader is in", async () => {
    const { task, eventId } = await taskIn("production");
    const there = { type: "task", id: task.id, environment: "production", pageId: task.id };
    expect(await find(eventId)).toEqual([there]);
    expect(await find(eventId, auditor(workspace, "production"))).toEqual([there]);
  });

  it("says of what was deleted, and of what never was, that it is gone", async () => {
    const { task, eventId } = await taskIn("staging");
    const remove = userContext(workspace, "owner", "staging");
    await invoke(deleteTask, remove, { taskId: task.id });
    const gone = { type: "task", id: task.id, environment: "staging", pageId: null };
    expect(await find(eventId)).toEqual([gone]);
    expect(await find(await eventOf(remove))).toContainEqual(gone);
    for (const id of ["NOPE-1", newId(), "'; drop table tasks"]) {
      expect(await find(await eventAbout("task", id, "staging"))).toMatchObject([{ pageId: null }]);
    }
    expect(await find(await eventAbout("webhook", "nonsense", null))).toMatchObject([{ pageId: null }]);
  });

  it("takes a task's number, and leads from a comment to its task", async () => {
    const { task } = await taskIn("development");
    const look = userContext(workspace, "owner", "development");
    await invoke(getTask, look, { taskId: task.number });
    expect(await find(await eventOf(look))).toMatchObject([{ id: task.number, pageId: task.number }]);
    const comment = userContext(workspace, "owner", "development");
    await invoke(addComment, comment, { taskId: task.id, body: "First draft" });
    expect(await find(await eventOf(comment))).toContainEqual(
      expect.objectContaining({ type: "comment", pageId: task.id }),
    );
  });

  it("finds keys, webhooks, members and other events, and the pages of settings", async () => {
    const key = userContext(workspace, "owner", null);
    const { apiKey } = await outputOf(
      invoke(createApiKey, key, { name: "cursor-laptop", environment: "staging", access: "read" }),
    );
    expect(await find(await eventOf(key))).toMatchObject([{ type: "api_key", environment: null, pageId: apiKey.id }]);
    const hook = userContext(workspace, "owner", null);
    const input = { url: "https://hooks.example.com/in", events: ["api_key.rotation_due"] };
    const { webhook } = await outputOf(invoke(createWebhook, hook, input));
    const eventId = await eventOf(hook);
    expect(await find(eventId)).toMatchObject([{ type: "webhook", pageId: webhook.id }]);
    await invoke(deleteWebhook, userContext(workspace, "owner", null), { webhookId: webhook.id });
    expect(await find(eventId)).toMatchObject([{ type: "webhook", pageId: null }]);
    const member = workspace.users.member.id;
    expect(await find(await eventAbout("member", member, null))).toMatchObject([{ pageId: member }]);
    expect(await find(await eventAbout("member", other.users.member.id, null))).toMatchObject([{ pageId: null }]);
    expect(await find(await eventAbout("audit_event", eventId, null))).toMatchObject([{ pageId: eventId }]);
    expect(await find(await eventAbout("audit_destination", newId(), null))).toMatchObject([{ pageId: null }]);
    expect(await find(await eventAbout("environment_policy", "staging", null))).toMatchObject([{ pageId: "staging" }]);
  });

  it("leaves out what has no page, and pages that the reader may not open", async () => {
    expect(await find(await eventAbout("workspace", workspace.id, null))).toEqual([]);
    const about = await eventAbout("mail", newId(), null);
    expect(await find(about)).toEqual([]);
    expect(await find(about, userContext(workspace, "admin", null))).toMatchObject([{ type: "mail", pageId: null }]);
  });

  it("names the requests that belong together: who asked over MCP, who approved in the browser, who carried it out", async () => {
    const owner = { ownerUserId: workspace.users.member.id };
    const input = { name: "cursor-proposes", environment: "staging", access: "propose", ...owner };
    const { token } = await outputOf(invoke(createApiKey, userContext(workspace, "admin", null), input));
    const { task } = await taskIn("staging");
    const call = (name: string, args: object, trace: string) =>
      sendMessage(
        token,
        "tools/call",
        { name, arguments: args },
        { headers: { traceparent: `00-${trace}-${SPAN}-01` } },
      );
    const [asks, executes] = ["a", "b"].map((digit) => digit.repeat(32));
    if (asks === undefined || executes === undefined) throw new Error("two traces");
    const asked = await call("delete_task", { task_id: task.number, reason: "weekly clean-up" }, asks);
    const waiting = asked.json?.result?.structuredContent as { pending_write_id: string; confirm_token: string };
    const approver = userContext(workspace, "admin", null);
    await outputOf(invoke(approvePendingWrite, approver, { pendingWriteId: waiting.pending_write_id }));
    const done = await call("confirm_write", { token: waiting.confirm_token }, executes);
    expect(done.json?.result?.isError).not.toBe(true);

    const ids = [asked.requestId, approver.source.requestId, done.requestId];
    for (const requestId of ids) {
      const [event] = (await listAuditEvents(workspace, requestId)).filter(({ status }) => status !== "denied");
      const { requests } = await related(event?.id ?? "");
      expect(requests).toEqual(expect.arrayContaining(ids));
      const query = withValues("request", requests);
      const { items } = await outputOf(invoke(searchAuditLog, auditor(), { query }));
      expect(items.map(({ action, channel }) => `${action} ${channel}`)).toEqual([
        "task.delete mcp",
        "pending_write.approve browser",
        "task.delete mcp",
      ]);
    }
  });

  it("knows of a call by itself its request and its trace", async () => {
    const id = await eventAbout("task", newId(), "staging");
    const { event } = await outputOf(invoke(getAuditEvent, auditor(), { eventId: id }));
    expect((await related(id)).requests).toEqual([event.requestId]);
  });

  it("is refused without the permission, with bad input, and for another workspace's event as for a missing one", async () => {
    const { eventId } = await taskIn("staging");
    const refusal = (ctx: Context, input: unknown) => refusalOf(invoke(findRelated, ctx, input));
    expect(await refusal(userContext(workspace, "member", null), { eventId })).toMatchObject({ code: "forbidden" });
    expect(await refusal(auditor(), { eventId: "ACM-1" })).toMatchObject({ code: "validation" });
    const missing = await refusal(auditor(other), { eventId: newId() });
    expect(missing).toMatchObject({ code: "not_found" });
    expect((await refusal(auditor(other), { eventId })).message).toBe(missing.message);
    expect(await outputOf(invoke(getAuditEvent, auditor(), { eventId }))).toMatchObject({ event: { id: eventId } });
  });
});

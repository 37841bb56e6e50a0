import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { callTool } from "#db/testing/mcp-calls.ts";
import { createApiKey, reassignApiKey } from "#lib/api-keys/index.ts";
import type { Role } from "#lib/authz/index.ts";
import { addComment } from "#lib/comments/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import { DEFAULT_POLICIES, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { listHistory } from "#lib/history/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask } from "#lib/tasks/index.ts";
import { createWebhook } from "#lib/webhooks/index.ts";
import {
  approvePendingWrite,
  countWaiting,
  expireLapsedWrites,
  expirePendingWrites,
  getApproval,
  listApprovals,
  rejectPendingWrite,
} from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;
let key: Key;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Approvals"), createTestWorkspace("Other")]);
  key = await createKey();
});

interface Wishes {
  readonly environment?: Environment;
  readonly owner?: Role;
  readonly maker?: Role;
  readonly within?: TestWorkspace;
}
type Key = Awaited<ReturnType<typeof createKey>>;

const person = (role: Role, within = workspace) => userContext(within, role, null);
const later = (ctx: Context, hours: number): Context => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + hours * HOUR_MS),
});

/** A key that may only propose; the member's, made by an admin, unless told otherwise. */
async function createKey({
  environment = "staging",
  owner = "member",
  maker = "admin",
  within = workspace,
}: Wishes = {}) {
  const input = { name: `cursor-${newId().slice(-12)}`, environment, access: "propose" };
  const ownerUserId = within.users[owner].id;
  const { apiKey, token } = await outputOf(invoke(createApiKey, person(maker, within), { ...input, ownerUserId }));
  return { id: apiKey.id, token, environment, within };
}

/** A task with a comment. */
async function createTaskFor({ within, environment }: Key): Promise<{ id: string; number: string }> {
  const ctx = userContext(within, "owner", environment);
  const { project } = await outputOf(invoke(createProject, ctx, { name: `Website ${newId()}` }));
  const { task } = await outputOf(invoke(createTask, ctx, { projectId: project.id, title: "Write the copy" }));
  await outputOf(invoke(addComment, ctx, { taskId: task.id, body: "First draft" }));
  return task;
}

/** Asks for a deletion over MCP. */
async function ask(by: Key = key) {
  const task = await createTaskFor(by);
  const args = { task_id: task.number, reason: "weekly clean-up" };
  const { structuredContent } = await callTool(by.token, "delete_task", args);
  expect(structuredContent).toMatchObject({ status: "approval_required" });
  const { pending_write_id: id, confirm_token: token, approval_url: url } = structuredContent as Record<string, string>;
  return { id: id ?? "", token: token ?? "", url: url ?? "", task, pendingWriteId: id ?? "" };
}

const confirm = (by: Key, token: string) => callTool(by.token, "confirm_write", { token });
const get = (ctx: Context, pendingWriteId: string) => outputOf(invoke(getApproval, ctx, { pendingWriteId }));
const stateOf = async (id: string) => (await get(person("admin"), id)).approval.state;
const taskRow = (id: string) => superuserSql()`select id from tasks where id = ${id}`;
const toldOf = (id: string) => superuserSql()<{ kind: string; userId: string; link: string }[]>`
  select kind, user_id as "userId", link from notifications where about_id = ${id} order by kind, user_id`;

describe("a write that waits", () => {
  it("is one, however many ask for the same at once, and is told of once", async () => {
    const own = await createKey();
    const task = await createTaskFor(own);
    const args = { task_id: task.number, reason: "weekly clean-up" };
    const replies = await Promise.all(Array.from({ length: 12 }, () => callTool(own.token, "delete_task", args)));
    const contents = replies.map(({ structuredContent }) => structuredContent as Record<string, string>);
    expect(new Set(contents.map(({ confirm_token: token }) => token)).size).toBe(1);
    const id = contents[0]?.pending_write_id ?? "";
    const told = (await toldOf(id)).map(({ kind, userId }) => `${kind} ${userId}`);
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told).size).toBe(told.length);
    expect(await superuserSql()`select 1 from pending_writes where credential_id = ${own.id}`).toHaveLength(1);
  });
});

describe("pending_write.get", () => {
  it("shows an approver who asks, through what and why, and everything that would change", async () => {
    const asked = await ask();
    const { approval } = await get(person("admin"), asked.id);
    expect(approval).toMatchObject({
      state: "pending",
      decision: "open",
      environment: "staging",
      tool: "delete_task",
      reason: "weekly clean-up",
      credential: { kind: "api_key", id: key.id },
      requester: { id: workspace.users.member.id },
      client: { name: "probe", version: "1.2" },
      ip: "203.0.113.9",
      counts: [
        { type: "task", action: "deleted", count: 1 },
        { type: "comment", action: "deleted", count: 1 },
      ],
      changesLeft: 0,
    });
    expect(approval.changes.map(({ target, before, after }) => [target.type, before !== null, after])).toEqual([
      ["task", true, null],
      ["comment", true, null],
    ]);
    expect(asked.url).toMatch(new RegExp(`/w/${workspace.slug}/approvals/${asked.id}$`));
  });

  it("is for approvers, readers of the audit log and the person behind the key; for others it isn't there", async () => {
    const { id, pendingWriteId } = await ask();
    expect((await get(person("auditor"), id)).approval.decision).toBe("not_permitted");
    expect((await get(person("member"), id)).approval.decision).toBe("not_permitted");
    const ofAdmin = await ask(await createKey({ owner: "admin" }));
    const hidden = await refusalOf(invoke(getApproval, person("member"), { pendingWriteId: ofAdmin.id }));
    expect(hidden.code).toBe("not_found");
    const foreign = await refusalOf(invoke(getApproval, person("owner", other), { pendingWriteId }));
    expect(foreign.code).toBe("not_found");
    const malformed = await refusalOf(invoke(getApproval, person("admin"), { pendingWriteId: "x" }));
    expect(malformed.code).toBe("validation");
  });

  it("doesn't know writes that are confirmed through their client", async () => {
    const writer = { name: `cursor-${newId().slice(-12)}`, environment: "production", access: "write" };
    const { token } = await outputOf(invoke(createApiKey, person("admin"), writer));
    const { structuredContent } = await callTool(token, "create_project", { name: "Held", reason: "planning" });
    expect(structuredContent?.status).toBe("confirmation_required");
    const pendingWriteId = String(structuredContent?.pending_write_id);
    for (const operation of [getApproval, approvePendingWrite, rejectPendingWrite]) {
      expect((await refusalOf(invoke(operation, person("admin"), { pendingWriteId }))).code).toBe("not_found");
    }
  });
});

describe("an approval", () => {
  it("lets the client carry the write out, once; the event names who approved", async () => {
    const { id, token, task } = await ask();
    const early = await confirm(key, token);
    expect(early.isError).toBe(true);
    expect(await taskRow(task.id)).toHaveLength(1);
    const ctx = person("admin");
    const { approval } = await outputOf(invoke(approvePendingWrite, ctx, { pendingWriteId: id, comment: " Go on " }));
    expect(approval).toMatchObject({ state: "approved", decision: "over", comment: "Go on" });
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      { action: "pending_write.approve", status: "success", targetType: "pending_write", targetId: id },
    ]);
    const results = await Promise.all(Array.from({ length: 5 }, () => confirm(key, token)));
    expect(results.filter(({ isError }) => !isError)).toHaveLength(1);
    expect(await taskRow(task.id)).toHaveLength(0);
    const done = (await get(person("admin"), id)).approval;
    expect(done).toMatchObject({ state: "executed", decidedByName: workspace.users.admin.name });
    const [event] = await superuserSql()`
      select action, confirmation, reason from audit_events where id = ${done.executedEventId}`;
    expect(event).toMatchObject({
      action: "task.delete",
      reason: "weekly clean-up",
      confirmation: { mode: "approve", approvedBy: { id: workspace.users.admin.id } },
    });
    const history = { targetType: "task", targetId: task.id };
    const { items } = await outputOf(invoke(listHistory, userContext(workspace, "auditor", "staging"), history));
    expect(items.find(({ action }) => action === "task.delete")).toMatchObject({
      tool: "delete_task",
      reason: "weekly clean-up",
      credential: { id: key.id },
      approval: { id, byName: workspace.users.admin.name },
    });
    expect(items.find(({ action }) => action === "task.create")?.approval).toBeNull();
    const again = await refusalOf(invoke(approvePendingWrite, person("owner"), { pendingWriteId: id }));
    expect(again).toMatchObject({ code: "conflict", details: { reason: "approval_executed" } });
  });

  it("is void when what it was about has changed: nothing is written", async () => {
    const { id, token, task } = await ask();
    await outputOf(invoke(approvePendingWrite, person("admin"), { pendingWriteId: id }));
    const meanwhile = userContext(workspace, "owner", "staging");
    await outputOf(invoke(addComment, meanwhile, { taskId: task.id, body: "Wait, this is still needed" }));
    const refused = await confirm(key, token);
    expect(refused.isError).toBe(true);
    expect(await taskRow(task.id)).toHaveLength(1);
    expect(await stateOf(id)).toBe("stale");
  });

  it("needs the permission, a known request and a short comment; the row stays as it was", async () => {
    const { pendingWriteId } = await ask();
    for (const operation of [approvePendingWrite, rejectPendingWrite]) {
      for (const role of ["member", "auditor"] as const) {
        expect((await refusalOf(invoke(operation, person(role), { pendingWriteId }))).code).toBe("forbidden");
      }
      const foreign = await refusalOf(invoke(operation, person("owner", other), { pendingWriteId }));
      expect(foreign.code).toBe("not_found");
      const long = { pendingWriteId, comment: "x".repeat(501) };
      expect((await refusalOf(invoke(operation, person("admin"), long))).code).toBe("validation");
    }
    expect(await stateOf(pendingWriteId)).toBe("pending");
  });
});

describe("a rejection", () => {
  it("ends it, with a word for whoever asked", async () => {
    const { id, token, task } = await ask();
    const input = { pendingWriteId: id, comment: "Archive it instead" };
    await outputOf(invoke(rejectPendingWrite, person("admin"), input));
    const refused = await confirm(key, token);
    expect(refused.isError).toBe(true);
    expect(refused.content?.[0]?.text).toContain("Archive it instead");
    expect(await taskRow(task.id)).toHaveLength(1);
    const late = await refusalOf(invoke(approvePendingWrite, person("owner"), { pendingWriteId: id }));
    expect(late).toMatchObject({ code: "conflict", details: { reason: "approval_rejected" } });
  });
});

describe("a decision", () => {
  it("is one, whoever approves, rejects and cancels at the same moment", async () => {
    const { id, token } = await ask();
    const decide = [approvePendingWrite, rejectPendingWrite].flatMap((operation) =>
      Array.from({ length: 10 }, () => invoke(operation, person("admin"), { pendingWriteId: id })),
    );
    const [cancelled, ...decided] = await Promise.allSettled([
      callTool(key.token, "cancel_write", { token }),
      ...decide,
    ]);
    const wins = decided.filter(({ status }) => status === "fulfilled");
    for (const result of decided) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
    }
    const isCancelled = cancelled?.status === "fulfilled" && !cancelled.value.isError;
    // What is approved can still be cancelled by the client; what is rejected or cancelled has ended.
    expect(wins.length).toBeLessThanOrEqual(1);
    expect(wins.length === 1 || isCancelled).toBe(true);
    const [{ told } = { told: 0 }] = await superuserSql()<{ told: number }[]>`
      select count(*)::int as told from notifications where about_id = ${id} and kind in ('write.approved', 'write.rejected')`;
    expect(told).toBe(wins.length);
  });

  it("comes too late after the request has lapsed", async () => {
    const { id } = await ask();
    const tomorrow = later(person("admin"), 25);
    for (const operation of [approvePendingWrite, rejectPendingWrite]) {
      const error = await refusalOf(invoke(operation, tomorrow, { pendingWriteId: id }));
      expect(error).toMatchObject({ code: "conflict", details: { reason: "approval_expired" } });
    }
    expect((await get(tomorrow, id)).approval).toMatchObject({ state: "expired", decision: "over" });
  });
});

describe("four eyes", () => {
  it("let nobody approve what a key asks for that they own or made; rejecting it stays possible", async () => {
    const settings = { ...DEFAULT_POLICIES.development, isFourEyesRequired: true };
    await outputOf(invoke(setEnvironmentPolicy, person("owner"), { environment: "development", version: 0, settings }));
    const own = await createKey({ environment: "development", owner: "admin", maker: "owner" });
    const asked = await ask(own);
    expect(await toldOf(asked.id)).toEqual([]);
    for (const role of ["admin", "owner"] as const) {
      expect((await get(person(role), asked.id)).approval.decision).toBe("own_request");
      const error = await refusalOf(invoke(approvePendingWrite, person(role), { pendingWriteId: asked.id }));
      expect(error).toMatchObject({ code: "forbidden", details: { reason: "four_eyes" } });
    }
    expect(await stateOf(asked.id)).toBe("pending");
    await outputOf(invoke(rejectPendingWrite, person("admin"), { pendingWriteId: asked.id }));
    const others = await ask(await createKey({ environment: "development" }));
    expect((await toldOf(others.id)).map(({ userId }) => userId)).toEqual([workspace.users.owner.id]);
    await outputOf(invoke(approvePendingWrite, person("owner"), { pendingWriteId: others.id }));
    expect(await stateOf(others.id)).toBe("approved");
  });

  it("let nobody approve what a key asked for that has become theirs since, nor whose it was", async () => {
    const within = await createTestWorkspace("Given away");
    const settings = { ...DEFAULT_POLICIES.staging, isFourEyesRequired: true };
    const input = { environment: "staging", version: 0, settings };
    await outputOf(invoke(setEnvironmentPolicy, person("owner", within), input));
    const { owner, admin } = within.users;
    const given = await createKey({ within, owner: "member", maker: "owner" });
    const { pendingWriteId } = await ask(given);
    expect((await toldOf(pendingWriteId)).map(({ userId }) => userId)).toEqual([admin.id]);
    const decision = async () => (await get(person("admin", within), pendingWriteId)).approval.decision;
    const reassign = (ownerUserId: string) =>
      outputOf(invoke(reassignApiKey, person("owner", within), { apiKeyId: given.id, ownerUserId }));
    expect(await decision()).toBe("open");
    await reassign(admin.id);
    expect(await decision()).toBe("own_request");
    const error = await refusalOf(invoke(approvePendingWrite, person("admin", within), { pendingWriteId }));
    expect(error).toMatchObject({ code: "forbidden", details: { reason: "four_eyes" } });
    const later = await ask(given);
    expect(await toldOf(later.id)).toEqual([]);
    await reassign(owner.id);
    const formerly = await refusalOf(
      invoke(approvePendingWrite, person("admin", within), { pendingWriteId: later.id }),
    );
    expect(formerly).toMatchObject({ code: "forbidden", details: { reason: "four_eyes" } });
    await outputOf(invoke(approvePendingWrite, person("admin", within), { pendingWriteId }));
  });
});

describe("people and webhooks", () => {
  it("are told of a request once, however often it is repeated, and its person of the outcome", async () => {
    const events = ["write.approval_requested", "write.approval_decided"];
    const hook = { url: "https://hooks.example.com/approvals", events };
    const { webhook } = await outputOf(invoke(createWebhook, person("admin"), hook));
    const { id, task, url } = await ask();
    await callTool(key.token, "delete_task", { task_id: task.number, reason: "weekly clean-up" });
    const approvers = [workspace.users.owner.id, workspace.users.admin.id].toSorted();
    expect((await toldOf(id)).map(({ userId }) => userId).toSorted()).toEqual(approvers);
    await outputOf(invoke(approvePendingWrite, person("admin"), { pendingWriteId: id }));
    expect((await toldOf(id)).filter(({ kind }) => kind === "write.approved")).toEqual([
      { kind: "write.approved", userId: workspace.users.member.id, link: `/approvals/${id}` },
    ]);
    const rows = await superuserSql()<{ type: string; body: string }[]>`
      select event_type as type, body from webhook_deliveries where endpoint_id = ${webhook.id} order by created_at, type`;
    expect(rows.map(({ type }) => type).toSorted()).toEqual(events.toSorted());
    const bodies = rows.map(({ body }) => JSON.parse(body));
    for (const { data } of bodies) expect(data).toMatchObject({ url, request: { id, tool: "delete_task" } });
    expect(bodies.map(({ data }) => data.decision)).toContain("approved");
    expect(JSON.stringify(bodies)).not.toContain("First draft");
  });
});

describe("pending_write.expire", () => {
  it("writes down what has lapsed, and tells who asked, who was asked and who had approved, once on any number of instances", async () => {
    const hook = { url: "https://hooks.example.com/lapsed", events: ["write.approval_decided"] };
    const { webhook } = await outputOf(invoke(createWebhook, person("admin"), hook));
    const { id } = await ask();
    const approved = await ask();
    await outputOf(invoke(approvePendingWrite, person("admin"), { pendingWriteId: approved.id }));
    await superuserSql()`
      update pending_writes set expires_at = now() - interval '1 second' where id = any(${[id, approved.id]})`;
    await Promise.all([expireLapsedWrites(new Date()), expireLapsedWrites(new Date())]);
    const rows = await superuserSql()`select status from pending_writes where id = any(${[id, approved.id]})`;
    expect(rows.map(({ status }) => status)).toEqual(["expired", "expired"]);
    const { owner, admin, member } = workspace.users;
    const told = async (one: string, kind: string) =>
      (await toldOf(one)).flatMap((row) => (row.kind === kind ? [row.userId] : [])).toSorted();
    expect(await told(id, "write.expired")).toEqual([owner.id, admin.id, member.id].toSorted());
    expect(await told(id, "write.lapsed")).toEqual([]);
    expect(await told(approved.id, "write.lapsed")).toEqual([admin.id, member.id].toSorted());
    expect(await told(approved.id, "write.expired")).toEqual([]);
    const bodies = await superuserSql()<{ body: string }[]>`
      select body from webhook_deliveries where endpoint_id = ${webhook.id}`;
    const decisions = bodies.map(({ body }) => JSON.parse(body).data).map((data) => [data.request.id, data.decision]);
    expect(decisions.filter(([, decision]) => decision === "expired").toSorted()).toEqual(
      [
        [id, "expired"],
        [approved.id, "expired"],
      ].toSorted(),
    );
  });

  it("is for who may approve, and takes no input", async () => {
    expect((await refusalOf(invoke(expirePendingWrites, person("member"), {}))).code).toBe("forbidden");
    expect((await refusalOf(invoke(expirePendingWrites, person("owner"), { id: 1 }))).code).toBe("validation");
  });
});

describe("pending_write.list", () => {
  it("pages through all environments, newest first, by state; what has lapsed counts as that at once", async () => {
    const within = await createTestWorkspace("Queue");
    const [one, two] = [await createKey({ within }), await createKey({ within, environment: "development" })];
    const asked = [await ask(one), await ask(two), await ask(one), await ask(two)];
    const ids = asked.map(({ id }) => id).toReversed();
    const admin = person("admin", within);
    const list = (input: object = {}, ctx = admin) => outputOf(invoke(listApprovals, ctx, input));
    const idsOf = async (input: object = {}, ctx = admin) => (await list(input, ctx)).items.map(({ id }) => id);
    const first = await list({ limit: 3 });
    const second = await list({ limit: 3, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
    await outputOf(invoke(rejectPendingWrite, admin, { pendingWriteId: ids[0] }));
    expect(await idsOf({ state: "rejected" })).toEqual([ids[0]]);
    expect(await idsOf({ state: "pending" })).toEqual(ids.slice(1));
    expect(await countWaiting(within.id, new Date())).toBe(3);
    const tomorrow = later(admin, 25);
    expect(await idsOf({ state: "pending" }, tomorrow)).toEqual([]);
    expect(await idsOf({ state: "expired" }, tomorrow)).toEqual(ids.slice(1));
    expect(await countWaiting(within.id, tomorrow.now)).toBe(0);
    expect(await idsOf({}, person("owner", other))).toEqual([]);
  });

  it("is for who may approve, with a cursor of ours", async () => {
    for (const role of ["member", "auditor"] as const) {
      expect((await refusalOf(invoke(listApprovals, person(role), {}))).code).toBe("forbidden");
    }
    expect((await refusalOf(invoke(listApprovals, person("admin"), { cursor: "x" }))).code).toBe("validation");
  });
});

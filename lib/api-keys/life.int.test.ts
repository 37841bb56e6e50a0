import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  keyContext,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { addComment, listComments } from "#lib/comments/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createProject, listProjects } from "#lib/projects/index.ts";
import { createTask, getTask, listTasks } from "#lib/tasks/index.ts";
import {
  authenticateApiKey,
  createApiKey,
  drainLastUsed,
  endOverlap,
  endOverlaps,
  getApiKey,
  listApiKeys,
  markHandover,
  reassignApiKey,
  resumeApiKey,
  revokeApiKey,
  rotateApiKey,
  suspendApiKey,
} from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Life"), createTestWorkspace("Other")]);
});

const HOUR = 3_600;
const UNKNOWN = "00000000-0000-7000-8000-000000000000";
const admin = () => userContext(workspace, "admin", null);
const create = (input: object = {}) =>
  outputOf(
    invoke(createApiKey, admin(), {
      name: `cursor-${newId().slice(-12)}`,
      environment: "production",
      access: "write",
      ...input,
    }),
  );
const rotate = (apiKeyId: string, overlapSeconds = HOUR, ctx: Context = admin()) =>
  invoke(rotateApiKey, ctx, { apiKeyId, overlapSeconds });
const knock = async (token: string, ip: string | null = "203.0.113.5") => {
  const result = await authenticateApiKey(`Bearer ${token}`, { ip, userAgent: null, requestId: newId() });
  await drainLastUsed();
  return result;
};
const status = async (apiKeyId: string) => (await outputOf(invoke(getApiKey, admin(), { apiKeyId }))).apiKey.status;
const endNow = (id: string) =>
  superuserSql()`update api_keys set overlap_ends_at = now() - interval '1 second' where id = ${id}`;

describe("api_key.rotate", () => {
  it("makes the successor first; both work during the overlap", async () => {
    const { apiKey, token } = await create({ allowedAddresses: ["203.0.113.0/24"], rotateEveryDays: 90 });
    const rotated = await outputOf(rotate(apiKey.id));
    expect(rotated.apiKey).toMatchObject({
      name: apiKey.name,
      scopes: apiKey.scopes,
      owner: apiKey.owner,
      allowedAddresses: ["203.0.113.0/24"],
      rotateEveryDays: 90,
      predecessorId: apiKey.id,
      status: "active",
    });
    expect(rotated.predecessor).toMatchObject({ id: apiKey.id, status: "rotating" });
    expect(await knock(token)).toMatchObject({ ok: true });
    expect(await knock(rotated.token)).toMatchObject({ ok: true });
  });

  it("refuses the old key at the end of the overlap, before any job ran, and the job writes it down once", async () => {
    const { apiKey, token } = await create();
    await outputOf(rotate(apiKey.id));
    await endNow(apiKey.id);
    expect(await knock(token)).toMatchObject({ ok: false, status: 401, reason: "rotated" });
    await Promise.all([endOverlaps(new Date()), endOverlaps(new Date())]);
    expect(await status(apiKey.id)).toBe("revoked");
    const events = (await listAuditEvents(workspace)).filter(
      (event) => event.action === "api_key.end_overlap" && event.targetId === apiKey.id && event.status === "success",
    );
    expect(events.filter((event) => JSON.stringify(event.changes) !== "[]")).toHaveLength(1);
  });

  it("makes one successor of twenty rotations at the same moment", async () => {
    const { apiKey } = await create();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => rotate(apiKey.id)));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
    const rows = await superuserSql()`select id from api_keys where predecessor_id = ${apiKey.id}`;
    expect(rows).toHaveLength(1);
  });

  it("never lets the overlap outlive the old key's own expiry, and gives the successor the same lifetime", async () => {
    const { apiKey } = await create({ expiresInSeconds: 600 });
    const rotated = await outputOf(rotate(apiKey.id, 7 * 24 * HOUR));
    expect(rotated.predecessor.overlapEndsAt).toBe(apiKey.expiresAt);
    const lifetime = Date.parse(rotated.apiKey.expiresAt ?? "") - Date.parse(rotated.apiKey.createdAt);
    expect(lifetime).toBe(600_000);
  });

  it("is refused while the owner is gone: the successor would let nobody in either", async () => {
    const space = await createTestWorkspace("Gone");
    const owner = userContext(space, "owner", null);
    const ownerUserId = space.users.member.id;
    const input = { name: "cursor-gone", environment: "staging", access: "read", ownerUserId };
    const { apiKey } = await outputOf(invoke(createApiKey, owner, input));
    await superuserSql()`delete from memberships where user_id = ${ownerUserId}`;
    const refusal = await refusalOf(rotate(apiKey.id, HOUR, owner));
    expect(refusal).toMatchObject({ code: "conflict", details: { reason: "owner_left" } });
    expect(await superuserSql()`select 1 from api_keys where workspace_id = ${space.id}`).toHaveLength(1);
    await outputOf(invoke(reassignApiKey, owner, { apiKeyId: apiKey.id, ownerUserId: null }));
    expect((await outputOf(rotate(apiKey.id, HOUR, owner))).apiKey.owner).toBeNull();
  });

  it("without overlap ends the old key in the same moment", async () => {
    const { apiKey, token } = await create();
    const rotated = await outputOf(rotate(apiKey.id, 0));
    expect(rotated.predecessor.status).toBe("revoked");
    expect(await knock(token)).toMatchObject({ ok: false, reason: "revoked" });
    expect(await knock(rotated.token)).toMatchObject({ ok: true });
  });

  it("can be finished early, and shows both keys' calls until then", async () => {
    const { apiKey } = await create();
    const { apiKey: successor } = await outputOf(rotate(apiKey.id));
    const { rotation, line } = await outputOf(invoke(getApiKey, admin(), { apiKeyId: successor.id }));
    expect(rotation).toMatchObject({ predecessorId: apiKey.id, successorId: successor.id, predecessorCallsSince: 0 });
    expect(line.map(({ id }) => id)).toEqual([apiKey.id, successor.id]);
    await outputOf(invoke(endOverlap, admin(), { apiKeyId: apiKey.id }));
    expect(await status(apiKey.id)).toBe("revoked");
    expect((await outputOf(invoke(getApiKey, admin(), { apiKeyId: successor.id }))).rotation).toBeNull();
  });

  it("refuses a key that has ended, an unknown one, a foreign one, bad input and a person without the permission", async () => {
    const { apiKey } = await create();
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
    expect(await refusalOf(rotate(apiKey.id))).toMatchObject({ code: "conflict" });
    expect(await refusalOf(rotate(UNKNOWN))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(rotate(apiKey.id, HOUR, userContext(other, "admin", null)))).toMatchObject({
      code: "not_found",
    });
    expect(await refusalOf(rotate(apiKey.id, -1))).toMatchObject({ code: "validation" });
    expect(await refusalOf(rotate(apiKey.id, HOUR, userContext(workspace, "member", null)))).toMatchObject({
      code: "forbidden",
    });
  });

  it("shows no secret anywhere in the log", async () => {
    const { apiKey } = await create();
    const { token } = await outputOf(rotate(apiKey.id));
    expect(JSON.stringify(await listAuditEvents(workspace))).not.toContain(token.split("_").at(-1));
  });
});

describe("api_key.suspend and api_key.resume", () => {
  it("stop a key at once and let it work again, once each", async () => {
    const { apiKey, token } = await create();
    await outputOf(invoke(suspendApiKey, admin(), { apiKeyId: apiKey.id, reason: "laptop lost" }));
    await outputOf(invoke(suspendApiKey, admin(), { apiKeyId: apiKey.id }));
    expect(await knock(token)).toMatchObject({ ok: false, status: 401, reason: "suspended" });
    expect((await outputOf(invoke(getApiKey, admin(), { apiKeyId: apiKey.id }))).apiKey).toMatchObject({
      status: "suspended",
      suspendReason: "laptop lost",
    });
    await outputOf(invoke(resumeApiKey, admin(), { apiKeyId: apiKey.id }));
    expect(await knock(token)).toMatchObject({ ok: true });
  });

  it("refuse what has ended, is unknown or foreign, and who has no permission", async () => {
    const { apiKey } = await create();
    for (const operation of [suspendApiKey, resumeApiKey]) {
      expect(await refusalOf(invoke(operation, admin(), { apiKeyId: UNKNOWN }))).toMatchObject({ code: "not_found" });
      const foreign = userContext(other, "owner", null);
      expect(await refusalOf(invoke(operation, foreign, { apiKeyId: apiKey.id }))).toMatchObject({ code: "not_found" });
      const auditor = userContext(workspace, "auditor", null);
      expect(await refusalOf(invoke(operation, auditor, { apiKeyId: apiKey.id }))).toMatchObject({ code: "forbidden" });
      expect(await refusalOf(invoke(operation, admin(), { apiKeyId: "x" }))).toMatchObject({ code: "validation" });
    }
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
    expect(await refusalOf(invoke(suspendApiKey, admin(), { apiKeyId: apiKey.id }))).toMatchObject({
      code: "conflict",
    });
    expect(await refusalOf(invoke(resumeApiKey, admin(), { apiKeyId: apiKey.id }))).toMatchObject({ code: "conflict" });
  });
});

describe("api_key.reassign", () => {
  it("gives the key the new owner's rights, and no more", async () => {
    const { apiKey, token } = await create();
    const to = (ownerUserId: string | null) => invoke(reassignApiKey, admin(), { apiKeyId: apiKey.id, ownerUserId });
    await outputOf(to(workspace.users.auditor.id));
    const result = await knock(token);
    expect(result.ok && result.actor.permissions.has("tasks:write")).toBe(false);
    await outputOf(to(null));
    const machine = await knock(token);
    expect(machine.ok && machine.actor.permissions.has("tasks:write")).toBe(true);
    expect(await refusalOf(to(other.users.owner.id))).toMatchObject({
      code: "validation",
      details: { reason: "not_a_member" },
    });
    const foreign = invoke(reassignApiKey, userContext(other, "owner", null), {
      apiKeyId: apiKey.id,
      ownerUserId: null,
    });
    expect(await refusalOf(foreign)).toMatchObject({ code: "not_found" });
    const member = invoke(reassignApiKey, userContext(workspace, "member", null), {
      apiKeyId: apiKey.id,
      ownerUserId: null,
    });
    expect(await refusalOf(member)).toMatchObject({ code: "forbidden" });
  });
});

describe("restrictions", () => {
  it("refuse another address with 403, and say which wall it was in the log", async () => {
    const { apiKey, token } = await create({ allowedAddresses: ["10.0.0.0/8", "2001:db8::/32"] });
    expect(await knock(token, "10.20.30.40")).toMatchObject({ ok: true });
    expect(await knock(token, "2001:db8::7")).toMatchObject({ ok: true });
    expect(await knock(token, "203.0.113.5")).toMatchObject({ ok: false, status: 403, reason: "address_not_allowed" });
    expect(await knock(token, null)).toMatchObject({ ok: false, status: 403 });
    const [event] = (await listAuditEvents(workspace)).filter(({ targetId }) => targetId === apiKey.id).slice(-1);
    expect(event).toMatchObject({ status: "denied", errorCode: "forbidden", errorReason: "key_address_not_allowed" });
  });

  it("refuse outside the allowed hours with 403", async () => {
    const today = ((new Date().getUTCDay() + 6) % 7) + 1;
    const tomorrow = (today % 7) + 1;
    const hours = (days: number[], from: string, to: string) => ({ allowedHours: { days, from, to, timeZone: "UTC" } });
    const { token } = await create(hours([((tomorrow + 1) % 7) + 1], "00:00", "23:59"));
    expect(await knock(token)).toMatchObject({ ok: false, status: 403, reason: "outside_hours" });
    // Six hours before and after this moment, over midnight where that has to be.
    const around = [-6, 6].map((more) => new Date(Date.now() + more * HOUR_MS).toISOString().slice(11, 16));
    const { token: open } = await create(hours([1, 2, 3, 4, 5, 6, 7], around[0] ?? "", around[1] ?? ""));
    expect(await knock(open)).toMatchObject({ ok: true });
  });

  it.each([
    { allowedAddresses: ["10.0.0.0/33"] },
    { allowedAddresses: ["example.com"] },
    { allowedHours: { days: [], from: "08:00", to: "18:00", timeZone: "UTC" } },
    { allowedHours: { days: [1], from: "08:00", to: "18:00", timeZone: "Mars/Base" } },
    { projectIds: [] },
    { projectIds: [UNKNOWN] },
    { rotateEveryDays: 0 },
  ])("are refused when they make no sense: %j", async (input) => {
    expect(await refusalOf(create(input))).toMatchObject({ code: "validation" });
  });

  it("show a key restricted to a project nothing outside it, not even by writing", async () => {
    const person = userContext(workspace, "owner", "production");
    const [inside, outside] = await Promise.all(
      ["Inside", "Outside"].map((name) => outputOf(invoke(createProject, person, { name }))),
    );
    const task = (projectId: string) => outputOf(invoke(createTask, person, { projectId, title: "Here" }));
    const near = (await task(inside?.project.id ?? "")).task;
    const far = (await task(outside?.project.id ?? "")).task;
    const { apiKey, token } = await create({ projectIds: [inside?.project.id] });
    const result = await knock(token);
    expect(result.ok && result.actor.projectIds).toEqual(apiKey.projectIds);
    const ctx = keyContext(workspace, "production", apiKey.scopes, "any", apiKey.projectIds);
    expect((await outputOf(invoke(listProjects, ctx, {}))).items.map(({ id }) => id)).toEqual([inside?.project.id]);
    expect((await outputOf(invoke(listTasks, ctx, {}))).items.map(({ id }) => id)).toEqual([near.id]);
    expect(await refusalOf(invoke(getTask, ctx, { taskId: far.id }))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(invoke(listComments, ctx, { taskId: far.id }))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(invoke(addComment, ctx, { taskId: far.id, body: "hi" }))).toMatchObject({
      code: "not_found",
    });
    const said = await invoke(addComment, ctx, { taskId: near.id, body: "hi" }, { reason: "planning" });
    expect(said).toMatchObject({ status: "confirmation_required" });
    const elsewhere = invoke(createTask, ctx, { projectId: outside?.project.id, title: "No" });
    expect(await refusalOf(elsewhere)).toMatchObject({ code: "not_found" });
    expect(await refusalOf(invoke(createProject, ctx, { name: "New" }))).toMatchObject({
      code: "forbidden",
      details: { reason: "outside_restriction" },
    });
  });
});

describe("the status filter", () => {
  it("finds each key under the status that it shows", async () => {
    const ids = new Map<string, string>();
    const make = async (label: string, input: object = {}) => ids.set(label, (await create(input)).apiKey.id);
    await make("active");
    await make("expiring", { expiresInSeconds: 3 * 86_400 });
    await make("rotation_due", { rotateEveryDays: 30 });
    await make("overdue", { rotateEveryDays: 30 });
    await make("rotating");
    await make("suspended");
    await make("revoked");
    await superuserSql()`update api_keys set created_at = now() - interval '25 days' where id = ${ids.get("rotation_due") ?? ""}`;
    await superuserSql()`update api_keys set created_at = now() - interval '31 days' where id = ${ids.get("overdue") ?? ""}`;
    await rotate(ids.get("rotating") ?? "");
    await invoke(suspendApiKey, admin(), { apiKeyId: ids.get("suspended") });
    await invoke(revokeApiKey, admin(), { apiKeyId: ids.get("revoked") });
    for (const [label, id] of ids) {
      expect(await status(id), label).toBe(label);
      const found = await outputOf(invoke(listApiKeys, admin(), { status: label, limit: 100 }));
      expect(
        found.items.map((key) => key.id),
        label,
      ).toContain(id);
      expect(new Set(found.items.map((key) => key.status)), label).toEqual(new Set([label]));
    }
  });
});

describe("what replaced a key that has ended", () => {
  const replacementOf = async (apiKeyId: string) =>
    (await outputOf(invoke(getApiKey, admin(), { apiKeyId }))).replacement;
  const end = (apiKeyId: string) => outputOf(invoke(revokeApiKey, admin(), { apiKeyId }));

  it("is nothing while the key lives, and while nobody made one", async () => {
    const { apiKey } = await create();
    const again = await create({ clientKind: "cursor" });
    expect(await replacementOf(apiKey.id)).toBeNull();
    await end(apiKey.id);
    expect(await replacementOf(apiKey.id)).toBeNull();
    await end(again.apiKey.id);
    expect(await replacementOf(again.apiKey.id)).toBeNull();
  });

  it("is its successor, and its client's first call is seen", async () => {
    const { apiKey } = await create();
    const rotated = await outputOf(rotate(apiKey.id, 0));
    expect(await replacementOf(apiKey.id)).toMatchObject({ apiKey: { id: rotated.apiKey.id }, firstCall: null });
    const letIn = await knock(rotated.token);
    if (!letIn.ok) throw new Error("refused");
    await invoke(listProjects, { ...admin(), environment: "production", actor: letIn.actor, channel: "mcp" }, {});
    expect(await replacementOf(apiKey.id)).toMatchObject({ firstCall: { action: "project.list" } });
  });

  it("is the key that was made in its place, also when that was rotated, else a newer one of its name", async () => {
    const { apiKey } = await create({ clientKind: "windsurf", environment: "staging" });
    await end(apiKey.id);
    const sameName = await create({ name: apiKey.name.toUpperCase(), environment: "staging" });
    expect(await replacementOf(apiKey.id)).toMatchObject({ apiKey: { id: sameName.apiKey.id } });
    const inPlace = await create({ environment: "staging", replacesKeyId: apiKey.id });
    expect(await replacementOf(apiKey.id)).toMatchObject({ apiKey: { id: inPlace.apiKey.id } });
    const rotated = await outputOf(rotate(inPlace.apiKey.id, 0));
    expect(await replacementOf(apiKey.id)).toMatchObject({ apiKey: { id: rotated.apiKey.id } });
    await end(rotated.apiKey.id);
    expect(await replacementOf(apiKey.id)).toMatchObject({ apiKey: { id: sameName.apiKey.id } });
  });

  it("is never one that is merely alike: another device of its owner, another machine, another environment", async () => {
    for (const ownerUserId of [workspace.users.admin.id, null]) {
      const device = { clientKind: "windsurf", environment: "staging", ownerUserId };
      const { apiKey } = await create(device);
      const second = await create(device);
      await end(apiKey.id);
      await create(device);
      await create({ name: apiKey.name, clientKind: "windsurf", environment: "production", ownerUserId });
      expect(await replacementOf(apiKey.id)).toBeNull();
      const marked = invoke(markHandover, admin(), { apiKeyId: second.apiKey.id, step: "restart", isDone: true });
      expect(await refusalOf(marked)).toMatchObject({ code: "conflict", details: { reason: "not_a_replacement" } });
    }
  });

  it("is of this workspace and of its own environment", async () => {
    const { apiKey } = await create({ environment: "staging" });
    const replacing = (ctx: Context, replacesKeyId: string, environment = "staging") =>
      invoke(createApiKey, ctx, { name: `in-place-${newId().slice(-12)}`, access: "read", environment, replacesKeyId });
    const foreign = userContext(other, "owner", null);
    expect(await refusalOf(replacing(foreign, apiKey.id))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(replacing(admin(), newId()))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(replacing(admin(), "first-key"))).toMatchObject({ code: "validation" });
    const elsewhere = { code: "validation", details: { reason: "replaces_elsewhere" } };
    expect(await refusalOf(replacing(admin(), apiKey.id, "development"))).toMatchObject(elsewhere);
    const auditor = userContext(workspace, "auditor", null);
    expect(await refusalOf(replacing(auditor, apiKey.id))).toMatchObject({ code: "forbidden" });
    await end(apiKey.id);
    expect(await replacementOf(apiKey.id)).toBeNull();
  });
});

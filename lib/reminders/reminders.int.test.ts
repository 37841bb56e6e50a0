import { beforeEach, describe, expect, it } from "vitest";
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
import { createApiKey, resumeApiKey, revokeApiKey, rotateApiKey } from "#lib/api-keys/index.ts";
import type { Role } from "#lib/authz/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { DEFAULT_POLICIES, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { invoke, type Operation } from "#lib/kernel/index.ts";
import { createWebhook } from "#lib/webhooks/index.ts";
import {
  endSnooze,
  getKeyReminders,
  getReminderSettings,
  listDue,
  runReminders,
  setReminderSettings,
  snoozeReminders,
} from "./index.ts";

const UNKNOWN = "00000000-0000-7000-8000-000000000000";
const MADE_AT = new Date("2026-06-01T10:00:00Z");

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await createTestWorkspace("Remind");
});

const day = (days: number) => new Date(MADE_AT.getTime() + days * DAY_MS);
const as = (role: Role, now = new Date()) => ({ ...userContext(workspace, role, null), now });
const recipient = (role: Role) => `user:${workspace.users[role].id}`;

/** A key of the member's, made on day 0, to be rotated every thirty days. */
async function create(name = "cursor-laptop", input: object = {}) {
  const wanted = { name, environment: "staging", access: "read", rotateEveryDays: 30, ...input };
  const owner = { ownerUserId: workspace.users.member.id };
  return (await outputOf(invoke(createApiKey, as("admin", MADE_AT), { ...owner, ...wanted }))).apiKey;
}

/** Each stage that was told on a day, with how many people. */
async function run(days: number) {
  const { queued, suspended } = await runReminders(day(days), { workspace: workspace.slug });
  const stages = Map.groupBy(queued, ({ stage }) => stage);
  return { stages: Object.fromEntries([...stages].map(([stage, all]) => [stage, all.length])), queued, suspended };
}

const rows = () =>
  superuserSql()<{ kind: string; recipient: string; params: Record<string, unknown>; mail_id: string }[]>`
    select kind, recipient, params, mail_id from notifications
    where workspace_id = ${workspace.id} and about_type = 'api_key' order by id`;

describe("a key of thirty days", () => {
  it("is reminded of 14, 7 and 1 days before, on the day, and weekly when overdue: each once", async () => {
    await create();
    const told: Record<number, object> = {};
    for (let days = 1; days <= 45; days += 1) {
      const { stages } = await run(days);
      if (Object.keys(stages).length > 0) told[days] = stages;
      expect((await run(days)).queued).toEqual([]);
    }
    // The member, who owns it, the admin and the owner of the workspace.
    expect(told).toEqual({
      16: { "due-14": 3 },
      23: { "due-7": 3 },
      29: { "due-1": 3 },
      30: { "due-0": 3 },
      37: { "overdue-1": 3 },
      44: { "overdue-2": 3 },
    });
    const kinds = (await rows()).map(({ kind, params }) => `${kind} ${params.days}`);
    expect([...new Set(kinds)]).toEqual([
      "api_key.rotation_reminder 14",
      "api_key.rotation_reminder 7",
      "api_key.rotation_reminder 1",
      "api_key.rotation_reminder 0",
      "api_key.overdue 7",
      "api_key.overdue 14",
    ]);
  });

  it("is told once by five workers at the same moment", async () => {
    await create();
    const results = await Promise.all(Array.from({ length: 5 }, () => run(16)));
    expect(results.flatMap(({ queued }) => queued)).toHaveLength(3);
    expect(await rows()).toHaveLength(3);
  });

  it("is told of with the stage that is in force when nobody looked for a while", async () => {
    await create();
    expect((await run(26)).stages).toEqual({ "due-7": 3 });
    expect((await rows())[0]?.params).toMatchObject({ days: 4 });
    expect((await run(39)).stages).toEqual({ "overdue-1": 3 });
  });

  it("is left alone once it is rotated, and its successor has days of its own", async () => {
    const key = await create();
    await run(16);
    const rotated = invoke(rotateApiKey, as("admin", day(20)), { apiKeyId: key.id, overlapSeconds: 86_400 });
    const { apiKey } = await outputOf(rotated);
    for (const days of [23, 29, 30, 33]) expect((await run(days)).queued).toEqual([]);
    const { queued } = await run(36);
    expect(new Set(queued.map(({ apiKeyId }) => apiKeyId))).toEqual(new Set([apiKey.id]));
    expect(queued[0]).toMatchObject({ stage: "due-14", dueAt: day(50).toISOString() });
  });

  it("is left alone once it is revoked or has expired", async () => {
    const revoked = await create("cursor-one");
    await create("cursor-two", { expiresInSeconds: 20 * 86_400 });
    expect((await run(16)).stages).toEqual({ "due-14": 6, "ends-7": 3 });
    await outputOf(invoke(revokeApiKey, as("admin", day(17)), { apiKeyId: revoked.id }));
    // Of its end, people hear (endings.int.test.ts); of the rotation that it no longer wants, they don't.
    expect((await run(23)).stages).toEqual({ expired: 3 });
  });

  it("leaves the event in the log, and none where there was nothing to tell", async () => {
    const key = await create();
    await run(10);
    await run(16);
    await run(17);
    const events = (await listAuditEvents(workspace)).filter(({ action }) => action === "reminder.queue");
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ actorName: "reminders", channel: "job", targetId: key.id, status: "success" });
  });
});

describe("readers", () => {
  it("have one mail a day with all their keys, and days of their own zone", async () => {
    await create("cursor-one");
    await create("cursor-two");
    const sql = superuserSql();
    const { admin } = workspace.users;
    await sql`update users set time_zone = 'Pacific/Auckland' where id = ${admin.id}`;
    // 13:00 UTC on day 15 is the next day in Auckland already, where the rotation is due on the same day as here.
    const early = await run(15 + 3 / 24);
    expect(new Set(early.queued.map((one) => one.recipient))).toEqual(new Set([recipient("admin")]));
    expect(early.queued).toHaveLength(2);
    await run(16);
    const mails = new Map<string, Set<string>>();
    for (const row of await rows()) mails.set(row.recipient, (mails.get(row.recipient) ?? new Set()).add(row.mail_id));
    expect([...mails.values()].map((ids) => ids.size)).toEqual([1, 1, 1]);
  });

  it("are told whom to ask where they may not rotate keys, by the environment's policy", async () => {
    await create();
    const asked = async () =>
      Object.fromEntries((await rows()).map(({ recipient, params }) => [recipient, params.askRole]));
    await run(16);
    expect(await asked()).toEqual({
      [recipient("member")]: "admin",
      [recipient("admin")]: undefined,
      [recipient("owner")]: undefined,
    });
    const settings = { ...DEFAULT_POLICIES.staging, creatorRoles: ["owner"] };
    const input = { environment: "staging", version: 0, settings };
    await outputOf(invoke(setEnvironmentPolicy, systemContext(workspace), input));
    await run(23);
    expect(await asked()).toEqual({
      [recipient("member")]: "owner",
      [recipient("admin")]: "owner",
      [recipient("owner")]: undefined,
    });
  });

  it("are the owner and a team's address where that stands for the admins", async () => {
    await create();
    const set = { teamAddress: "Security@example.com", version: 0 };
    await outputOf(invoke(setReminderSettings, as("admin"), set));
    const { queued } = await run(16);
    expect(queued.map((one) => one.recipient).toSorted()).toEqual([
      "address:security@example.com",
      recipient("member"),
    ]);
    const asked = (await rows()).filter(({ params }) => params.askRole !== undefined);
    expect(asked.map((row) => row.recipient)).toEqual([recipient("member")]);
  });

  it("who left are not told any more, and a new owner hears of the stage that is in force", async () => {
    const key = await create();
    await superuserSql()`delete from memberships where workspace_id = ${workspace.id} and user_id = ${workspace.users.member.id}`;
    expect((await run(16)).queued.map((one) => one.recipient)).not.toContain(recipient("member"));
    await superuserSql()`update api_keys set owner_user_id = ${workspace.users.auditor.id} where id = ${key.id}`;
    expect((await run(17)).queued).toEqual([expect.objectContaining({ recipient: recipient("auditor") })]);
  });

  it("can be webhooks: one event for each stage", async () => {
    const key = await create();
    const hook = { url: "https://hooks.example.com/in", events: ["api_key.rotation_due"] };
    const { webhook } = await outputOf(invoke(createWebhook, as("admin"), hook));
    // Far ahead, so that no other suite sends them meanwhile.
    await superuserSql()`update api_keys set created_at = created_at + interval '10 years' where id = ${key.id}`;
    await Promise.all([run(16 + 3_653), run(16 + 3_653)]);
    expect((await run(23 + 3_653)).queued.map((one) => one.recipient)).toContain("webhooks");
    const bodies = await superuserSql()<{ body: string }[]>`
      select body from webhook_deliveries where endpoint_id = ${webhook.id} order by id`;
    const events = bodies.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });
    expect(events.map(({ data }) => data.stage)).toEqual(["due-14", "due-7"]);
    expect(events[0]).toMatchObject({
      type: "api_key.rotation_due",
      data: { workspace: { slug: workspace.slug }, apiKey: { id: key.id, hint: key.hint }, days: 14, suspendsAt: null },
    });
  });
});

describe("a snooze", () => {
  it("silences the stages until it is over, with its reason in the log", async () => {
    const { id: apiKeyId } = await create();
    const snoozed = invoke(snoozeReminders, as("admin", day(10)), { apiKeyId, days: 15, reason: "release week" });
    expect((await outputOf(snoozed)).reminders.snooze).toMatchObject({
      until: day(25).toISOString(),
      reason: "release week",
      byName: "Remind admin",
    });
    for (const days of [16, 23, 24]) expect((await run(days)).queued).toEqual([]);
    expect((await run(26)).stages).toEqual({ "due-7": 3 });
    const [event] = (await listAuditEvents(workspace)).filter(({ action }) => action === "reminder.snooze");
    expect(event?.changes).toMatchObject([{ after: { snoozeReason: "release week" } }]);
  });

  it("can be ended", async () => {
    const { id: apiKeyId } = await create();
    await outputOf(invoke(snoozeReminders, as("admin", day(10)), { apiKeyId, days: 15, reason: "release week" }));
    const ended = await outputOf(invoke(endSnooze, as("admin", day(16)), { apiKeyId }));
    expect(ended.reminders.snooze).toBeNull();
    expect((await run(16)).stages).toEqual({ "due-14": 3 });
    expect(await invoke(endSnooze, as("admin", day(16)), { apiKeyId })).toMatchObject({ changes: [] });
  });
});

describe("a policy that suspends overdue keys", () => {
  const policy = (suspendOverdueAfterDays: number | null, version = 0) => {
    const settings = { ...DEFAULT_POLICIES.staging, suspendOverdueAfterDays };
    return outputOf(
      invoke(setEnvironmentPolicy, systemContext(workspace), { environment: "staging", settings, version }),
    );
  };
  const status = async (apiKeyId: string) =>
    (
      await superuserSql()`select suspended_at, suspended_by_name, suspend_reason from api_keys where id = ${apiKeyId}`
    )[0];

  it("announces it with every stage, does it once, and tells owner and admins", async () => {
    await policy(7);
    const key = await create();
    await run(16);
    expect((await rows())[0]?.params).toMatchObject({ days: 14, suspendsAt: day(37).toISOString() });
    const due = async (days: number) => outputOf(invoke(listDue, as("auditor", day(days)), {}));
    expect(await due(29)).toMatchObject({ overdueCount: 0, nextSuspensionAt: null });
    expect(await due(31)).toMatchObject({ total: 1, overdueCount: 1, nextSuspensionAt: day(37).toISOString() });
    for (const days of [23, 29, 30, 36]) expect((await run(days)).suspended).toEqual([]);
    const workers = await Promise.all([run(37), run(37), run(37)]);
    expect(workers.flatMap(({ suspended }) => suspended)).toEqual([expect.objectContaining({ apiKeyId: key.id })]);
    expect(await status(key.id)).toMatchObject({
      suspended_by_name: "policy",
      suspend_reason: `system:overdue ${day(30).toISOString().slice(0, 10)}`,
    });
    const told = (await rows()).filter(({ kind }) => kind === "api_key.suspended_by_policy");
    expect(told.map((row) => row.recipient).toSorted()).toEqual(
      [recipient("member"), recipient("admin"), recipient("owner")].toSorted(),
    );
    const [event] = (await listAuditEvents(workspace)).filter(
      ({ action, targetId }) => action === "reminder.suspend_overdue" && targetId === key.id,
    );
    expect(event).toMatchObject({ actorKind: "system", actorName: "policy", channel: "job", status: "success" });
    expect((await run(44)).queued).toEqual([]);
  });

  it("gives notice first where it is new, also to a snoozed key and to one that was resumed", async () => {
    const key = await create();
    await run(40);
    await policy(7);
    await outputOf(invoke(snoozeReminders, as("admin", day(41)), { apiKeyId: key.id, days: 30, reason: "later" }));
    expect((await run(41)).stages).toEqual({ suspension: 3 });
    expect((await run(43)).suspended).toEqual([]);
    expect((await run(44)).suspended).toHaveLength(1);
    await outputOf(invoke(resumeApiKey, as("admin", day(45)), { apiKeyId: key.id }));
    const again = await run(45);
    expect(again.suspended).toEqual([]);
    expect(again.stages).toEqual({ suspension: 3 });
    expect((await run(48)).suspended).toHaveLength(1);
  });

  it("spares keys that are rotated in time, keys of other environments, and all when it is lifted", async () => {
    await policy(7);
    const rotated = await create("cursor-one");
    const free = await create("cursor-two", { environment: "development" });
    const lifted = await create("cursor-three");
    await run(30);
    await outputOf(invoke(rotateApiKey, as("admin", day(36)), { apiKeyId: rotated.id, overlapSeconds: 86_400 }));
    await policy(null, 1);
    expect((await run(38)).suspended).toEqual([]);
    for (const { id } of [rotated, free, lifted]) expect(await status(id)).toMatchObject({ suspended_at: null });
  });
});

describe("reminder.list_due, reminder.get", () => {
  it("show what lies ahead, the longest due first", async () => {
    const first = await create("cursor-one");
    await create("cursor-two", { rotateEveryDays: 35 });
    await create("cursor-three", { rotateEveryDays: 90 });
    await create("by-choice", { environment: "development", rotateEveryDays: 30 });
    const due = await outputOf(invoke(listDue, as("auditor", day(31)), {}));
    expect(due.items.map(({ name, isOverdue }) => [name, isOverdue])).toEqual([
      ["cursor-one", true],
      ["by-choice", true],
      ["cursor-two", false],
    ]);
    expect(due).toMatchObject({ total: 3, overdueCount: 1, nextSuspensionAt: null });
    const { reminders } = await outputOf(invoke(getKeyReminders, as("auditor", day(31)), { apiKeyId: first.id }));
    expect(reminders).toEqual({
      dueAt: day(30).toISOString(),
      isRequired: true,
      isOverdue: true,
      suspendsAt: null,
      snooze: null,
      endsAt: null,
      endsBy: null,
    });
  });
});

describe("every operation on reminders", () => {
  const writes = (apiKeyId: string) =>
    [
      [snoozeReminders, { apiKeyId, days: 7, reason: "later" }],
      [endSnooze, { apiKeyId }],
      [setReminderSettings, { teamAddress: null, version: 0 }],
    ] as unknown as readonly (readonly [Operation, object])[];

  it("needs its permission, a key of the workspace in use, and sense", async () => {
    const { id } = await create();
    const other = await createTestWorkspace("Other");
    for (const [operation, input] of writes(id)) {
      expect(await refusalOf(invoke(operation, as("auditor"), input)), operation.name).toMatchObject({
        code: "forbidden",
      });
    }
    for (const read of [invoke(listDue, as("member"), {}), invoke(getReminderSettings, as("member"), {})]) {
      expect(await refusalOf(read)).toMatchObject({ code: "forbidden" });
    }
    expect(await refusalOf(invoke(getKeyReminders, as("member"), { apiKeyId: id }))).toMatchObject({
      code: "forbidden",
    });
    for (const apiKeyId of [id, UNKNOWN]) {
      const foreign = userContext(other, "owner", null);
      for (const [operation, input] of writes(apiKeyId).slice(0, 2)) {
        expect(await refusalOf(invoke(operation, foreign, input))).toMatchObject({ code: "not_found" });
      }
    }
    for (const input of [
      { apiKeyId: id, days: 0, reason: "x" },
      { apiKeyId: id, days: 91, reason: "x" },
      { apiKeyId: id, days: 7, reason: " " },
      { apiKeyId: "x", days: 7, reason: "x" },
    ]) {
      expect(await refusalOf(invoke(snoozeReminders, as("admin"), input))).toMatchObject({ code: "validation" });
    }
    const wrong = { teamAddress: "nobody", version: 0 };
    expect(await refusalOf(invoke(setReminderSettings, as("admin"), wrong))).toMatchObject({ code: "validation" });
  });

  it("lets the first of two settings win", async () => {
    const set = (teamAddress: string | null, version: number) =>
      invoke(setReminderSettings, as("admin"), { teamAddress, version });
    expect((await outputOf(set("a@example.com", 0))).settings).toMatchObject({
      teamAddress: "a@example.com",
      version: 1,
    });
    expect(await refusalOf(set("b@example.com", 0))).toMatchObject({ details: { reason: "stale_version" } });
    expect((await outputOf(set(null, 1))).settings).toMatchObject({ teamAddress: null, version: 2 });
    expect((await outputOf(invoke(getReminderSettings, as("auditor"), {}))).settings.version).toBe(2);
  });
});

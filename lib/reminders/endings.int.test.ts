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
import { createApiKey, revokeApiKey, rotateApiKey, suspendApiKey } from "#lib/api-keys/index.ts";
import type { Role } from "#lib/authz/index.ts";
import { DAY_MS, DAY_SECONDS, HOUR_MS } from "#lib/durations/index.ts";
import { DEFAULT_POLICIES, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createWebhook } from "#lib/webhooks/index.ts";
import { getKeyReminders, listEnding, runReminders, snoozeReminders } from "./index.ts";

const MADE_AT = new Date("2026-06-01T10:00:00Z");

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await createTestWorkspace("Endings");
});

/** Two hours before the hour at which the keys were made, and at which they end. */
const day = (days: number) => new Date(MADE_AT.getTime() + days * DAY_MS - 2 * HOUR_MS);
const endOf = (days: number) => new Date(MADE_AT.getTime() + days * DAY_MS).toISOString();
const as = (role: Role, now = new Date()) => ({ ...userContext(workspace, role, null), now });

/** A key of the member's, made on day 0, that lives for some days and has no schedule. */
async function create(days: number | null, name = "cursor-laptop", input: object = {}) {
  const wanted = { name, environment: "development", access: "read", ownerUserId: workspace.users.member.id, ...input };
  const life = days === null ? {} : { expiresInSeconds: days * DAY_SECONDS };
  return (await outputOf(invoke(createApiKey, as("admin", MADE_AT), { ...wanted, ...life }))).apiKey;
}

async function limitAge(maxAgeDays: number | null, version: number) {
  const settings = { ...DEFAULT_POLICIES.development, maxAgeDays };
  const environment = "development";
  await outputOf(invoke(setEnvironmentPolicy, systemContext(workspace), { environment, settings, version }));
}

/** Each stage that was told on a day, with how many recipients. */
async function run(days: number) {
  const { queued } = await runReminders(day(days), { workspace: workspace.slug });
  const stages = Map.groupBy(queued, ({ stage }) => stage);
  return Object.fromEntries([...stages].map(([stage, all]) => [stage, all.length]));
}

/** What was told on the days of a span on which something was. */
async function runs(first: number, last: number) {
  const told: Record<number, object> = {};
  for (let days = first; days <= last; days += 1) {
    const stages = await run(days);
    if (Object.keys(stages).length > 0) told[days] = stages;
  }
  return told;
}

const rows = () =>
  superuserSql()<{ kind: string; recipient: string; params: Record<string, unknown>; mail_id: string }[]>`
    select kind, recipient, params, mail_id from notifications
    where workspace_id = ${workspace.id} and about_type = 'api_key' order by id`;

describe("a key that expires after thirty days", () => {
  it("is told of 14, 7 and 1 days before, on the day, and once afterwards", async () => {
    const key = await create(30);
    // The member, who owns it, the admin and the owner of the workspace.
    expect(await runs(1, 45)).toEqual({
      16: { "ends-14": 3 },
      23: { "ends-7": 3 },
      29: { "ends-1": 3 },
      30: { "ends-0": 3 },
      31: { expired: 3 },
    });
    expect(await runs(29, 31)).toEqual({});
    const told = (await rows()).map(({ kind, params }) => [kind, params.days, params.endsAt, params.endsBy]);
    expect(told.filter((_, index) => index % 3 === 0)).toEqual([
      ["api_key.expiring", 14, endOf(30), "expiry"],
      ["api_key.expiring", 7, endOf(30), "expiry"],
      ["api_key.expiring", 1, endOf(30), "expiry"],
      ["api_key.expiring", 0, endOf(30), "expiry"],
      ["api_key.expired", undefined, endOf(30), "expiry"],
    ]);
    const asked = (await rows()).filter(({ params }) => params.askRole === "admin");
    expect(asked.map(({ recipient }) => recipient)).toEqual(Array(5).fill(`user:${workspace.users.member.id}`));
    const events = (await listAuditEvents(workspace)).filter(({ action }) => action === "reminder.queue");
    expect(events).toHaveLength(5);
    expect(events[0]).toMatchObject({ targetId: key.id, changes: [{ after: { endsAt: endOf(30) } }] });
  });

  it("is told once by two workers at the same moment, people and webhooks", async () => {
    const key = await create(30);
    const hook = { url: "https://hooks.example.com/in", events: ["api_key.expiring"] };
    const { webhook } = await outputOf(invoke(createWebhook, as("admin"), hook));
    // Far ahead, so that no other suite sends them meanwhile.
    await superuserSql()`update api_keys set created_at = created_at + interval '3653 days',
      expires_at = expires_at + interval '3653 days' where id = ${key.id}`;
    for (const days of [16, 30, 31]) {
      const results = await Promise.all([run(days + 3_653), run(days + 3_653)]);
      expect(results.map((stages) => Object.values(stages)[0] ?? 0).toSorted()).toEqual([0, 4]);
    }
    expect(await rows()).toHaveLength(9);
    const bodies = await superuserSql()<{ body: string }[]>`
      select body from webhook_deliveries where endpoint_id = ${webhook.id} order by id`;
    const events = bodies.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });
    expect(events.map(({ data }) => [data.stage, data.days])).toEqual([
      ["ends-14", 14],
      ["ends-0", 0],
      ["expired", -1],
    ]);
    expect(events[0]).toMatchObject({
      type: "api_key.expiring",
      data: { workspace: { slug: workspace.slug }, apiKey: { id: key.id, hint: key.hint }, endsBy: "expiry" },
    });
  });

  it("is left alone once it is rotated, suspended or revoked, and its successor has an end of its own", async () => {
    const [rotated, revoked, suspended] = [await create(30, "a-one"), await create(30, "b-two"), await create(30, "c")];
    expect(await run(16)).toEqual({ "ends-14": 9 });
    const overlap = { apiKeyId: rotated.id, overlapSeconds: DAY_SECONDS };
    const { apiKey } = await outputOf(invoke(rotateApiKey, as("admin", day(20)), overlap));
    await outputOf(invoke(revokeApiKey, as("admin", day(20)), { apiKeyId: revoked.id }));
    await outputOf(invoke(suspendApiKey, as("admin", day(20)), { apiKeyId: suspended.id }));
    expect(await runs(20, 35)).toEqual({});
    expect(await run(36)).toEqual({ "ends-14": 3 });
    expect((await rows()).at(-1)?.params.endsAt).toBe(apiKey.endsAt);
  });
});

describe("a key that its environment's maximum age ends", () => {
  it("is told of by that, and anew when the age allowed has grown", async () => {
    await create(null);
    await create(90, "cursor-other");
    await limitAge(30, 0);
    expect(await run(16)).toEqual({ "ends-14": 6 });
    expect((await rows())[0]?.params).toMatchObject({ endsBy: "maximum_age", endsAt: endOf(30) });
    await limitAge(60, 1);
    expect(await runs(17, 45)).toEqual({});
    expect(await run(46)).toEqual({ "ends-14": 6 });
    await limitAge(null, 2);
    expect(await runs(47, 75)).toEqual({});
    expect((await runs(76, 76))[76]).toEqual({ "ends-14": 3 });
  });

  it("is not told of when that was long ago", async () => {
    await create(null);
    await limitAge(30, 0);
    expect(await run(40)).toEqual({});
    expect(await run(36)).toEqual({ expired: 3 });
  });
});

describe("a short life", () => {
  it("is not announced at birth: a stage counts from the day after", async () => {
    await create(7);
    expect(await runs(0, 9)).toEqual({ 6: { "ends-1": 3 }, 7: { "ends-0": 3 }, 8: { expired: 3 } });
  });

  it("of some hours is never told of", async () => {
    await create(1 / 24);
    expect(await runs(1, 5)).toEqual({});
  });
});

describe("beside a rotation", () => {
  it("both are told, as two parts of one mail", async () => {
    await create(30, "cursor-laptop", { rotateEveryDays: 30 });
    expect(await run(16)).toEqual({ "due-14": 3, "ends-14": 3 });
    const told = await rows();
    expect(told.map(({ kind }) => kind).toSorted()).toEqual([
      ...Array(3).fill("api_key.expiring"),
      ...Array(3).fill("api_key.rotation_reminder"),
    ]);
    expect(new Set(told.map(({ mail_id }) => mail_id)).size).toBe(3);
  });
});

describe("a snooze", () => {
  it("silences the reminders of an end up to the last day, and no longer", async () => {
    const { id: apiKeyId } = await create(30);
    const snoozed = invoke(snoozeReminders, as("admin", day(10)), { apiKeyId, days: 60, reason: "release week" });
    expect((await outputOf(snoozed)).reminders).toMatchObject({
      dueAt: null,
      endsAt: endOf(30),
      endsBy: "expiry",
      snooze: { reason: "release week" },
    });
    expect(await runs(11, 40)).toEqual({ 29: { "ends-1": 3 }, 30: { "ends-0": 3 }, 31: { expired: 3 } });
  });

  it("needs a rotation or an end ahead", async () => {
    const { id: apiKeyId } = await create(null);
    const snooze = { apiKeyId, days: 7, reason: "later" };
    expect(await refusalOf(invoke(snoozeReminders, as("admin", day(1)), snooze))).toMatchObject({ code: "not_found" });
  });
});

describe("reminder.list_ending", () => {
  it("shows what ends within two weeks, the first of them first, to those who may see keys", async () => {
    await create(30, "a-later");
    const first = await create(20, "b-first");
    await create(90, "c-far");
    await create(10, "d-over");
    const ending = await outputOf(invoke(listEnding, as("auditor", day(17)), {}));
    expect(ending).toMatchObject({
      total: 2,
      items: [
        { id: first.id, name: "b-first", endsAt: endOf(20), endsBy: "expiry" },
        { name: "a-later", endsAt: endOf(30) },
      ],
    });
    const { reminders } = await outputOf(invoke(getKeyReminders, as("auditor", day(17)), { apiKeyId: first.id }));
    expect(reminders).toMatchObject({ dueAt: null, endsAt: endOf(20), endsBy: "expiry", snooze: null });
    expect(await refusalOf(invoke(listEnding, as("member"), {}))).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(invoke(listEnding, as("admin"), { limit: 1 }))).toMatchObject({ code: "validation" });
    const other = userContext(await createTestWorkspace("Other"), "owner", null);
    expect(await outputOf(invoke(listEnding, { ...other, now: day(17) }, {}))).toEqual({ items: [], total: 0 });
  });
});

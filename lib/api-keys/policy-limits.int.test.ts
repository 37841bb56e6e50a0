import { beforeEach, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { DEFAULT_POLICIES, type PolicySettings, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { authenticateApiKey, createApiKey, getApiKey, listApiKeys, rotateApiKey } from "./index.ts";
import { API_KEY_STATUSES } from "./schemas.ts";

let workspace: TestWorkspace;
let version: number;

beforeEach(async () => {
  workspace = await createTestWorkspace("Limits");
  version = 0;
});

const admin = (in_ = workspace) => userContext(in_, "admin", null);
const input = (given: object) => ({
  name: `cursor-${newId().slice(-12)}`,
  environment: "staging",
  access: "read",
  ...given,
});
const create = (given: object = {}, in_ = workspace) => outputOf(invoke(createApiKey, admin(in_), input(given)));
const shown = async (id: string) => (await outputOf(invoke(getApiKey, admin(), { apiKeyId: id }))).apiKey;
const age = (id: string, days: number) =>
  superuserSql()`update api_keys set created_at = now() - make_interval(days => ${days}) where id = ${id}`;

async function decide(changed: Partial<PolicySettings>): Promise<void> {
  const settings = { ...DEFAULT_POLICIES.staging, ...changed };
  await outputOf(invoke(setEnvironmentPolicy, admin(), { environment: "staging", version, settings }));
  version += 1;
}

async function knock(token: string, requestId = newId()): Promise<string> {
  const source = { ip: "192.0.2.1", userAgent: null, requestId };
  const result = await authenticateApiKey(`Bearer ${token}`, source);
  return result.ok ? "in" : `${result.status} ${result.reason}`;
}

describe("a maximum age", () => {
  it("stops existing keys from their next request on, on record, and lets them in again when it is lifted", async () => {
    const { apiKey, token } = await create();
    await age(apiKey.id, 40);
    expect(await knock(token)).toBe("in");
    await decide({ maxAgeDays: 30 });
    const requestId = newId();
    expect(await knock(token, requestId)).toBe("401 expired");
    expect(await listAuditEvents(workspace, requestId)).toMatchObject([
      { status: "denied", errorReason: "key_expired" },
    ]);
    expect(await shown(apiKey.id)).toMatchObject({ status: "expired", expiresAt: null });
    await decide({ maxAgeDays: null });
    expect(await knock(token)).toBe("in");
    expect(await shown(apiKey.id)).toMatchObject({ status: "active", endsAt: null });
  });

  it("holds by default where nobody has decided anything: a year in production, none elsewhere", async () => {
    const old = await create({ environment: "production" });
    const staging = await create();
    for (const { apiKey } of [old, staging]) await age(apiKey.id, 366);
    expect(await knock(old.token)).toBe("401 expired");
    expect(await knock(staging.token)).toBe("in");
  });

  it("touches neither the other environments nor another workspace", async () => {
    const neighbour = await createTestWorkspace("Neighbour");
    const kept = [await create({}, neighbour), await create({ environment: "development" })];
    for (const { apiKey } of kept) await age(apiKey.id, 40);
    await decide({ maxAgeDays: 30 });
    for (const { token } of kept) expect(await knock(token)).toBe("in");
  });

  it("ends an overlap that would outlive it, and gives the successor its whole age anew", async () => {
    await decide({ maxAgeDays: 30 });
    const { apiKey } = await create();
    await age(apiKey.id, 25);
    const rotated = await outputOf(invoke(rotateApiKey, admin(), { apiKeyId: apiKey.id, overlapSeconds: 20 * 86_400 }));
    const endsAt = Date.parse(rotated.predecessor.overlapEndsAt ?? "");
    expect(endsAt).toBe(Date.parse(rotated.predecessor.endsAt ?? ""));
    expect(endsAt - Date.now()).toBeLessThan(5 * DAY_MS + 60_000);
    expect(Date.parse(rotated.apiKey.endsAt ?? "") - Date.parse(rotated.apiKey.createdAt)).toBe(30 * DAY_MS);
    expect(rotated.apiKey.expiresAt).toBeNull();
  });

  it("frees the name of the key that it has ended", async () => {
    const { apiKey } = await create({ name: "reused-laptop" });
    await age(apiKey.id, 40);
    expect(await refusalOf(invoke(createApiKey, admin(), input({ name: "reused-laptop" })))).toMatchObject({
      details: { reason: "name_taken" },
    });
    await decide({ maxAgeDays: 30 });
    await create({ name: "reused-laptop" });
  });
});

describe("a required rotation", () => {
  it("makes existing keys due and overdue, whatever their own schedule, and the list finds them so", async () => {
    const none = await create();
    const lax = await create({ rotateEveryDays: 150 });
    await age(none.apiKey.id, 40);
    await age(lax.apiKey.id, 40);
    expect([await shown(none.apiKey.id), await shown(lax.apiKey.id)].map(({ status }) => status)).toEqual([
      "active",
      "active",
    ]);
    await decide({ rotateEveryDays: 30 });
    for (const { apiKey } of [none, lax]) {
      expect(await shown(apiKey.id)).toMatchObject({ status: "overdue", requiredRotationDays: 30 });
    }
    const { items } = await outputOf(invoke(listApiKeys, admin(), { status: "overdue" }));
    expect(items.map(({ id }) => id).toSorted()).toEqual([none.apiKey.id, lax.apiKey.id].toSorted());
    await decide({ isRotationRequired: false });
    expect(await shown(none.apiKey.id)).toMatchObject({ status: "active", rotationDueAt: null });
  });
});

describe("the status filter, under a policy", () => {
  it("finds each key under the status that it shows", async () => {
    await decide({ rotateEveryDays: 60, maxAgeDays: 90 });
    const ages = [1, 54, 61, 84, 91];
    for (const days of ages) await age((await create()).apiKey.id, days);
    for (const days of ages) await age((await create({ rotateEveryDays: 30 })).apiKey.id, days);
    const { items } = await outputOf(invoke(listApiKeys, admin(), { status: "all", limit: 100 }));
    expect(new Set(items.map(({ status }) => status))).toEqual(
      new Set(["active", "rotation_due", "overdue", "expired"]),
    );
    for (const status of API_KEY_STATUSES) {
      const found = await outputOf(invoke(listApiKeys, admin(), { status, limit: 100 }));
      const expected = items.filter((item) => item.status === status).map(({ id }) => id);
      expect(
        found.items.map(({ id }) => id),
        status,
      ).toEqual(expected);
    }
    const live = await outputOf(invoke(listApiKeys, admin(), { limit: 100 }));
    expect(live.items).toHaveLength(items.filter(({ status }) => status !== "expired").length);
  });
});

describe("a new key", () => {
  it.each([
    ["a longer schedule than the policy's", { rotateEveryDays: 91 }, "rotateEveryDays", "schedule_too_long"],
    ["a later expiry than the maximum age", { expiresInSeconds: 366 * 86_400 }, "expiresInSeconds", "expiry_too_long"],
  ])("can't have %s", async (_, given, field, reason) => {
    const error = await refusalOf(invoke(createApiKey, admin(), input({ environment: "production", ...given })));
    expect(error).toMatchObject({ code: "validation", details: { reason } });
    expect(Object.keys(error.details.fieldErrors ?? {})).toEqual([field]);
  });

  it("may be stricter, and follows the policy in what it leaves open", async () => {
    const strict = await create({ environment: "production", rotateEveryDays: 30, expiresInSeconds: 86_400 });
    expect(strict.apiKey).toMatchObject({ rotateEveryDays: 30, endsAt: strict.apiKey.expiresAt });
    const open = await create({ environment: "production" });
    expect(open.apiKey).toMatchObject({ rotateEveryDays: null, requiredRotationDays: 90, expiresAt: null });
    expect(Date.parse(open.apiKey.rotationDueAt ?? "") - Date.parse(open.apiKey.createdAt)).toBe(90 * DAY_MS);
    expect(Date.parse(open.apiKey.endsAt ?? "") - Date.parse(open.apiKey.createdAt)).toBe(365 * DAY_MS);
  });

  it("may have any schedule where rotation is optional", async () => {
    const { apiKey } = await create({ environment: "development", rotateEveryDays: 730 });
    expect(apiKey).toMatchObject({ rotateEveryDays: 730, requiredRotationDays: null });
  });
});

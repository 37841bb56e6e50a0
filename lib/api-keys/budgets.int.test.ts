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
import { newId } from "#lib/crypto/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { takeBudgets } from "./budget-store.ts";
import {
  type AdmittedKey,
  authenticateApiKey,
  changeBudgets,
  createApiKey,
  type Demand,
  revokeApiKey,
  rotateApiKey,
  takeBudget,
} from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Budget"), createTestWorkspace("Other")]);
});

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
async function admitted(token: string): Promise<AdmittedKey> {
  const result = await authenticateApiKey(`Bearer ${token}`, { ip: null, userAgent: null, requestId: newId() });
  if (!result.ok) throw new Error(result.reason);
  return result.key;
}
const withBudgets = async (budgets: object) => admitted((await create(budgets)).token);
const one: Demand = { requests: 1, writes: 0 };
const write: Demand = { requests: 1, writes: 1 };
const counterOf = async ({ lineId }: AdmittedKey) =>
  (
    await superuserSql()<{ requests: number[]; writes: number[] }[]>`
      select requests, writes from key_budget_counters where line_id = ${lineId}`
  )[0];
/** As if the line had been left alone for so long. */
const waited = ({ lineId }: AdmittedKey, seconds: number) =>
  superuserSql()`update key_budget_counters set at_second = at_second - ${seconds} where line_id = ${lineId}`;
/** As if the line had not written for so long. */
const passed = ({ lineId }: AdmittedKey, minutes: number) =>
  superuserSql()`update key_budget_counters set at_minute = at_minute - ${minutes} where line_id = ${lineId}`;
const take = (key: AdmittedKey, count: number, demand = one) =>
  Promise.all(Array.from({ length: count }, () => takeBudget(key, { ...demand })));
const letIn = (results: readonly unknown[]) => results.filter((result) => result === null).length;

describe("a budget of requests", () => {
  it("lets exactly as many of 100 parallel calls through as it has", async () => {
    const key = await withBudgets({ requestsPerMinute: 37 });
    expect(letIn(await take(key, 100))).toBe(37);
  });

  it("lets exactly as many through when each call is a statement of its own, as from many instances", async () => {
    const key = await withBudgets({ requestsPerMinute: 37 });
    const answers = await Promise.all(Array.from({ length: 100 }, () => takeBudgets(key, [one])));
    expect(answers.flat().filter(({ overBudget }) => overBudget === null)).toHaveLength(37);
  });

  it("says what is over, and after how many seconds there is room", async () => {
    const key = await withBudgets({ requestsPerMinute: 2 });
    const startedAt = Date.now();
    await take(key, 2);
    const refused = await takeBudget(key, one);
    const passedSeconds = Math.ceil((Date.now() - startedAt) / 1000);
    expect(refused).toMatchObject({ budget: "requests", limit: 2 });
    expect(refused?.retryAfterSeconds).toBeGreaterThanOrEqual(60 - passedSeconds);
    expect(refused?.retryAfterSeconds).toBeLessThanOrEqual(60);
  });

  it("counts any minute, not the calendar's: what was taken comes back second by second", async () => {
    const key = await withBudgets({ requestsPerMinute: 4 });
    await take(key, 2);
    await waited(key, 30);
    await take(key, 2);
    expect(await takeBudget(key, one)).toMatchObject({ budget: "requests" });
    await waited(key, 30);
    expect(letIn(await take(key, 4))).toBe(2);
    await waited(key, 60);
    expect(letIn(await take(key, 6))).toBe(4);
  });

  it("goes on with a clock that was set back", async () => {
    const key = await withBudgets({ requestsPerMinute: 2 });
    await take(key, 1);
    await waited(key, -20);
    expect(letIn(await take(key, 3))).toBe(1);
    await waited(key, -86_400);
    expect(letIn(await take(key, 3))).toBe(2);
  });

  it("takes the calls of a batch whole or not at all", async () => {
    const key = await withBudgets({ requestsPerMinute: 5 });
    expect(await takeBudget(key, { requests: 4, writes: 0 })).toBeNull();
    expect(await takeBudget(key, { requests: 2, writes: 0 })).toMatchObject({ budget: "requests" });
    expect(await takeBudget(key, { requests: 1, writes: 0 })).toBeNull();
    expect(await takeBudget(key, { requests: 6, writes: 0 })).toMatchObject({ retryAfterSeconds: 60 });
  });
});

describe("a budget of writes", () => {
  it("counts writes only, and a refused write takes no request either", async () => {
    const key = await withBudgets({ requestsPerMinute: 5, writesPerMinute: 2 });
    expect(letIn(await take(key, 3, write))).toBe(2);
    expect(letIn(await take(key, 5))).toBe(3);
  });

  it("alone leaves reads uncounted", async () => {
    const key = await withBudgets({ writesPerMinute: 1 });
    expect(letIn(await take(key, 50))).toBe(50);
    expect(await counterOf(key)).toBeUndefined();
    expect(letIn(await take(key, 3, write))).toBe(1);
  });
});

describe("a budget of writes per hour", () => {
  it("counts any hour, to the minute, and holds beside that of a minute", async () => {
    const key = await withBudgets({ writesPerMinute: 3, writesPerHour: 5 });
    expect(letIn(await take(key, 4, write))).toBe(3);
    await waited(key, 60);
    await passed(key, 30);
    expect(letIn(await take(key, 4, write))).toBe(2);
    expect(await takeBudget(key, { ...write })).toMatchObject({ budget: "hour_writes", limit: 5 });
    await waited(key, 60);
    await passed(key, 31);
    expect(letIn(await take(key, 4, write))).toBe(3);
  });

  it("lets exactly as many through when each call is a statement of its own, as from many instances", async () => {
    const key = await withBudgets({ writesPerHour: 23 });
    const answers = await Promise.all(Array.from({ length: 60 }, () => takeBudgets(key, [write])));
    expect(answers.flat().filter(({ overBudget }) => overBudget === null)).toHaveLength(23);
  });

  it("says after how many seconds there is room, and goes on with a clock that was set back", async () => {
    const key = await withBudgets({ writesPerHour: 1 });
    await take(key, 1, write);
    const refused = await takeBudget(key, { ...write });
    expect(refused?.retryAfterSeconds).toBeGreaterThan(59 * 60);
    expect(refused?.retryAfterSeconds).toBeLessThanOrEqual(61 * 60);
    await passed(key, -10);
    expect(letIn(await take(key, 2, write))).toBe(0);
    await passed(key, -10_000);
    expect(letIn(await take(key, 2, write))).toBe(1);
  });
});

describe("a key without budgets", () => {
  it("costs no statement and leaves no counter", async () => {
    const key = await withBudgets({});
    expect(letIn(await take(key, 20, write))).toBe(20);
    expect(await counterOf(key)).toBeUndefined();
  });
});

describe("a rotation", () => {
  it("hands the budgets on, and both keys take from the same ones during the overlap", async () => {
    const { apiKey, token } = await create({ requestsPerMinute: 10, writesPerMinute: 3, writesPerHour: 9 });
    const rotated = await outputOf(invoke(rotateApiKey, admin(), { apiKeyId: apiKey.id, overlapSeconds: 3_600 }));
    expect(rotated.apiKey).toMatchObject({ requestsPerMinute: 10, writesPerMinute: 3, writesPerHour: 9 });
    const [old, successor] = await Promise.all([admitted(token), admitted(rotated.token)]);
    const [first, second] = await Promise.all([take(old, 50), take(successor, 50)]);
    expect(letIn(first) + letIn(second)).toBe(10);
  });
});

describe("the counters", () => {
  it("of one workspace are out of another's reach, even by the line's id", async () => {
    const key = await withBudgets({ requestsPerMinute: 1 });
    await take(key, 1);
    expect(await takeBudget({ ...key, workspaceId: other.id }, one)).toBeNull();
    expect(await takeBudget(key, one)).toMatchObject({ budget: "requests" });
  });
});

describe("api_key.change_budgets", () => {
  const change = (input: object, ctx: Context = admin()) => invoke(changeBudgets, ctx, input);

  it("holds from the next request on, and its change is in the history", async () => {
    const { apiKey, token } = await create({ requestsPerMinute: 1 });
    const input = {
      apiKeyId: apiKey.id,
      version: apiKey.version,
      requestsPerMinute: 3,
      writesPerMinute: 2,
      writesPerHour: 20,
    };
    const ctx = admin();
    const changed = await outputOf(change(input, ctx));
    expect(changed.apiKey).toMatchObject({
      requestsPerMinute: 3,
      writesPerMinute: 2,
      writesPerHour: 20,
      version: apiKey.version + 1,
    });
    expect(letIn(await take(await admitted(token), 5))).toBe(3);
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      {
        action: "api_key.change_budgets",
        status: "success",
        changes: [
          { before: { requestsPerMinute: 1 }, after: { requestsPerMinute: 3, writesPerMinute: 2, writesPerHour: 20 } },
        ],
      },
    ]);
    const version = changed.apiKey.version;
    const none = await outputOf(
      change({ ...input, version, requestsPerMinute: null, writesPerMinute: null, writesPerHour: null }),
    );
    expect(none.apiKey).toMatchObject({ requestsPerMinute: null, writesPerMinute: null, writesPerHour: null });
  });

  it("changes nothing that is so already, and refuses what was decided on an older state", async () => {
    const { apiKey } = await create({ requestsPerMinute: 5 });
    const input = {
      apiKeyId: apiKey.id,
      version: apiKey.version,
      requestsPerMinute: 5,
      writesPerMinute: null,
      writesPerHour: null,
    };
    expect((await outputOf(change(input))).apiKey.version).toBe(apiKey.version);
    await outputOf(change({ ...input, requestsPerMinute: 6 }));
    expect(await refusalOf(change({ ...input, requestsPerMinute: 7 }))).toMatchObject({
      code: "conflict",
      details: { reason: "stale_version", current: { requestsPerMinute: 6 } },
    });
  });

  it("refuses a key that has ended, an unknown and a foreign one, bad numbers, and who may not", async () => {
    const { apiKey } = await create();
    const input = { apiKeyId: apiKey.id, version: 1, requestsPerMinute: 5, writesPerMinute: null, writesPerHour: null };
    for (const requestsPerMinute of [0, -1, 1.5, 100_001, "5"])
      expect(await refusalOf(change({ ...input, requestsPerMinute }))).toMatchObject({ code: "validation" });
    expect(await refusalOf(change({ ...input, apiKeyId: UNKNOWN }))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(change(input, userContext(other, "owner", null)))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(change(input, userContext(workspace, "auditor", null)))).toMatchObject({
      code: "forbidden",
    });
    const [row] = await superuserSql()`select requests_per_minute from api_keys where id = ${apiKey.id}`;
    expect(row).toEqual({ requests_per_minute: null });
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
    expect(await refusalOf(change({ ...input, version: 2 }))).toMatchObject({
      code: "conflict",
      details: { reason: "key_ended" },
    });
  });

  it.each([{ requestsPerMinute: 0 }, { writesPerMinute: 1.5 }, { requestsPerMinute: null }])(
    "is no way around what creating refuses: %j",
    async (budgets) => {
      expect(await refusalOf(create(budgets))).toMatchObject({ code: "validation" });
    },
  );
});

import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  useOwnDatabase,
  userContext,
} from "#db/testing/index.ts";
import { createApiKey, listApiKeys } from "#lib/api-keys/index.ts";
import { type AuditEvent, append } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS, HOUR_MS } from "#lib/durations/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { getUsage, rollUpUsage } from "./index.ts";

/** Half past an hour, so that "an hour ago" is another hour. */
const NOW = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS / 2);
const at = (msAgo: number) => new Date(NOW.getTime() - msAgo).toISOString();
const later = (ms: number) => new Date(NOW.getTime() + ms);

let workspace: TestWorkspace;
let other: TestWorkspace;

// The job rolls up the whole installation, here by a clock that runs ahead: what others write then would come too late.
beforeAll(() => useOwnDatabase("usage"));

// Each test has its own: what one has rolled up would be over for the next.
beforeEach(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Usage"), createTestWorkspace("Other")]);
});

const auditor = (space = workspace, now = NOW): Context => ({ ...userContext(space, "auditor", null), now });
const usage = (apiKeyId: string, range = "24h", now = NOW) =>
  outputOf(invoke(getUsage, auditor(workspace, now), { apiKeyId, range }));
async function newKey(): Promise<string> {
  const input = { name: `cursor-${newId().slice(-12)}`, environment: "staging", access: "read" };
  return (await outputOf(invoke(createApiKey, userContext(workspace, "owner", null), input))).apiKey.id;
}

/** An event written directly: usage needs many, of any moment. */
async function write(keyId: string, values: Partial<AuditEvent> = {}, space = workspace): Promise<void> {
  const base: AuditEvent = {
    id: newId(),
    occurredAt: at(0),
    workspaceId: space.id,
    environment: "staging",
    action: "task.list",
    effect: "read",
    channel: "mcp",
    tool: "list_tasks",
    status: "success",
    errorCode: null,
    errorReason: null,
    target: null,
    params: {},
    result: null,
    changes: null,
    reason: null,
    confirmation: null,
    idempotencyKey: null,
    durationUs: 1_200,
    foldedCount: 1,
    actor: {
      kind: "api_key",
      id: keyId,
      name: "cursor",
      user: null,
      credential: { kind: "api_key", id: keyId, name: "cursor", hint: "pst_stg_…abcd" },
      sessionId: null,
    },
    source: {
      ip: null,
      userAgent: null,
      clientName: null,
      clientVersion: null,
      protocolVersion: null,
      requestId: newId(),
      traceId: null,
    },
  };
  await append({ ...base, ...values });
}
const repeat = (count: number, work: () => Promise<void>) => Promise.all(Array.from({ length: count }, work));
const rowsOf = (keyId: string) =>
  superuserSql()`
    select 'hour' as unit, starts_at, tool, calls, errors, refusals from usage_hours where credential_id = ${keyId}
    union all select 'day', starts_at, tool, calls, errors, refusals from usage_days where credential_id = ${keyId}
    order by 1, 2, 3`;

describe("usage.get", () => {
  it("counts calls, errors and refusals by tool, and says how long the calls took", async () => {
    const key = await newKey();
    await repeat(9, () => write(key, { durationUs: 1_500 }));
    await write(key, { durationUs: 400_000 });
    await write(key, { status: "error", errorCode: "conflict", tool: "update_task" });
    await write(key, { status: "denied", errorCode: "forbidden", tool: "delete_task" });
    await write(key, { action: "mcp.unknown_tool", tool: "made_up", status: "error" });
    const { total, tools, steps, unit } = await usage(key);
    expect(unit).toBe("hour");
    expect(total).toMatchObject({ calls: 12, errors: 2, refusals: 1 });
    expect(Object.fromEntries(tools.map(({ tool, ...of }) => [tool, [of.calls, of.errors, of.refusals]]))).toEqual({
      list_tasks: [10, 0, 0],
      update_task: [1, 1, 0],
      delete_task: [0, 0, 1],
      null: [1, 1, 0],
    });
    const [busiest] = tools;
    expect(busiest?.tool).toBe("list_tasks");
    expect(busiest?.p50Ms).toBeGreaterThan(1);
    expect(busiest?.p50Ms).toBeLessThan(2);
    expect(busiest?.p95Ms).toBeGreaterThanOrEqual(250);
    expect(tools.find(({ tool }) => tool === "delete_task")).toMatchObject({ p50Ms: null, p95Ms: null });
    expect(steps).toHaveLength(24);
    expect(steps.at(-1)).toMatchObject({ calls: 12, refusals: 1 });
    expect(steps.at(-2)).toMatchObject({ calls: 0, p50Ms: null });
  });

  it("counts what folded events stand for, each refusal once", async () => {
    const key = await newKey();
    const refused = { action: "authentication.failed", status: "denied", tool: null } as const;
    await write(key, { ...refused, foldedCount: 1 });
    await write(key, { ...refused, foldedCount: 40 });
    await write(key, { action: "mcp.request", status: "denied", tool: null, foldedCount: 1 });
    await write(key, { action: "mcp.request", status: "denied", tool: null, foldedCount: 9 });
    expect((await usage(key)).total).toMatchObject({ calls: 0, refusals: 50 });
  });

  it("says the same before and after the hours are rolled up, and counts new events on top", async () => {
    const key = await newKey();
    for (const ago of [0, HOUR_MS, 2 * HOUR_MS, 20 * HOUR_MS, 2 * DAY_MS, 6 * DAY_MS, 20 * DAY_MS])
      await repeat(2, () => write(key, { occurredAt: at(ago), durationUs: 30_000 }));
    const ranges = ["24h", "7d", "30d"] as const;
    const before = await Promise.all(ranges.map((range) => usage(key, range)));
    expect(before.map(({ total }) => total.calls)).toEqual([8, 12, 14]);
    await rollUpUsage(NOW);
    expect(await rowsOf(key)).not.toHaveLength(0);
    expect(await Promise.all(ranges.map((range) => usage(key, range)))).toEqual(before);
    await write(key);
    expect((await usage(key, "7d")).total.calls).toBe(13);
    await rollUpUsage(later(HOUR_MS));
    expect((await usage(key, "7d")).total.calls).toBe(13);
  });

  it("is denied to a member, refuses bad input, and knows no unknown and no foreign key", async () => {
    const key = await newKey();
    const refusal = (ctx: Context, input: unknown) => refusalOf(invoke(getUsage, ctx, input));
    const member = userContext(workspace, "member", null);
    expect(await refusal(member, { apiKeyId: key })).toMatchObject({ code: "forbidden" });
    expect(await refusal(auditor(), { apiKeyId: key, range: "1y" })).toMatchObject({ code: "validation" });
    expect(await refusal(auditor(), { apiKeyId: "x" })).toMatchObject({ code: "validation" });
    expect(await refusal(auditor(), { apiKeyId: newId() })).toMatchObject({ code: "not_found" });
    expect(await refusal(auditor(other), { apiKeyId: key })).toMatchObject({ code: "not_found" });
    const [event] = await listAuditEvents(workspace, member.source.requestId);
    expect(event).toMatchObject({ action: "usage.get", status: "denied" });
  });
});

describe("rolling up", () => {
  it("counts each event once, however often and however many at once", async () => {
    const key = await newKey();
    await repeat(5, () => write(key, { occurredAt: at(HOUR_MS) }));
    await repeat(3, () => write(key, { occurredAt: at(26 * HOUR_MS) }));
    await Promise.all([rollUpUsage(NOW), rollUpUsage(NOW), rollUpUsage(NOW)]);
    const first = await rowsOf(key);
    expect(first.filter(({ unit }) => unit === "hour").map(({ calls }) => calls)).toEqual([3, 5]);
    expect(first.filter(({ unit }) => unit === "day").reduce((sum, { calls }) => sum + Number(calls), 0)).toBe(8);
    await rollUpUsage(NOW);
    await rollUpUsage(later(2 * HOUR_MS));
    expect(await rowsOf(key)).toEqual(first);
  });

  it("leaves the hour that is not over, and one that is over for less than a minute, to the events", async () => {
    const key = await newKey();
    await write(key, { occurredAt: at(0) });
    await rollUpUsage(later(HOUR_MS / 2 + 59_000));
    expect(await rowsOf(key)).toEqual([]);
    await rollUpUsage(later(HOUR_MS / 2 + 61_000));
    expect(await rowsOf(key)).toHaveLength(2);
  });

  it("finds events that were written late, up to an hour after theirs was counted", async () => {
    const key = await newKey();
    await write(key, { occurredAt: at(HOUR_MS) });
    await rollUpUsage(NOW);
    await write(key, { occurredAt: at(HOUR_MS) });
    await rollUpUsage(later(HOUR_MS));
    const hours = (await rowsOf(key)).filter(({ unit }) => unit === "hour");
    expect(hours.map(({ calls }) => calls)).toEqual([2]);
    expect((await usage(key, "24h", later(HOUR_MS))).total.calls).toBe(2);
  });

  it("goes on where a stop left it, and catches up with many days", async () => {
    const own = await createTestWorkspace("Behind");
    const key = newId();
    for (const days of [1, 3, 9]) await write(key, { occurredAt: at(days * DAY_MS) }, own);
    await superuserSql()`
      insert into usage_rollups (workspace_id, rolled_until) values (${own.id}, ${at(10 * DAY_MS)})`;
    await rollUpUsage(NOW);
    expect((await rowsOf(key)).filter(({ unit }) => unit === "day")).toHaveLength(3);
    const [state] = await superuserSql()<{ rolled_until: Date }[]>`
      select rolled_until from usage_rollups where workspace_id = ${own.id}`;
    expect(state?.rolled_until.getTime()).toBe(Math.floor(NOW.getTime() / HOUR_MS) * HOUR_MS);
  });

  it("keeps hours for 45 days and days for 400", async () => {
    const key = await newKey();
    const row = (table: string, days: number) => superuserSql()`
      insert into ${superuserSql()(table)} (workspace_id, credential_id, starts_at, tool, calls, errors, refusals, latency)
      values (${workspace.id}, ${key}, ${at(days * DAY_MS)}, 'whoami', 1, 0, 0, array_fill(0, array[21]))`;
    for (const days of [44, 47]) await row("usage_hours", days);
    for (const days of [399, 402]) await row("usage_days", days);
    await rollUpUsage(later(3 * HOUR_MS));
    expect((await rowsOf(key)).map(({ unit }) => unit)).toEqual(["day", "hour"]);
  });

  it("mixes no workspaces, though they use one key's id", async () => {
    const key = newId();
    await write(key, { occurredAt: at(HOUR_MS) });
    await write(key, { occurredAt: at(HOUR_MS) }, other);
    await superuserSql()`update usage_rollups set rolled_until = ${at(3 * HOUR_MS)}
      where workspace_id in (${workspace.id}, ${other.id})`;
    await rollUpUsage(NOW);
    const rows = await superuserSql()`
      select workspace_id, calls from usage_hours where credential_id = ${key} order by workspace_id`;
    expect(rows.map(({ calls }) => calls)).toEqual([1, 1]);
  });
});

describe("api_key.list", () => {
  it("has each key's calls of the last seven days, today's among them", async () => {
    const key = await newKey();
    await repeat(3, () => write(key, { occurredAt: at(0) }));
    await write(key, { occurredAt: at(0), status: "denied" });
    await repeat(2, () => write(key, { occurredAt: at(6 * DAY_MS) }));
    await write(key, { occurredAt: at(7 * DAY_MS) });
    const weekOf = async () => {
      const { items } = await outputOf(invoke(listApiKeys, auditor(), { limit: 100 }));
      return items.find(({ id }) => id === key)?.weekOfCalls;
    };
    expect(await weekOf()).toEqual([2, 0, 0, 0, 0, 0, 3]);
    await superuserSql()`delete from usage_rollups where workspace_id = ${workspace.id}`;
    await rollUpUsage(later(HOUR_MS));
    expect(await weekOf()).toEqual([2, 0, 0, 0, 0, 0, 3]);
  });
});

import { sql as query } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
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
import { type AuditEvent, append } from "#lib/audit/index.ts";
import { sealWorkspace, verifyAuditLog } from "#lib/audit-evidence/index.ts";
import { indexWorkspace, searchAuditLog, summariseAuditLog } from "#lib/audit-log/index.ts";
import type { Role } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { applyRetention, listRetention, previewRetention, setRetention } from "./index.ts";

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await createTestWorkspace("Kept");
  const since = new Date(Date.now() - 130 * DAY_MS);
  await superuserSql()`select ensure_past_audit_partitions(${since})`;
});

const as = (role: Role) => userContext(workspace, role, null);

interface Written extends Partial<AuditEvent> {
  readonly daysAgo: number;
}

async function write({ daysAgo, ...changed }: Written, space = workspace): Promise<AuditEvent> {
  const event: AuditEvent = {
    id: newId(),
    occurredAt: new Date(Date.now() - daysAgo * DAY_MS).toISOString(),
    workspaceId: space.id,
    environment: "staging",
    action: "task.list",
    effect: "read",
    channel: "mcp",
    tool: "list_tasks",
    status: "success",
    errorCode: null,
    errorReason: null,
    actor: { kind: "anonymous", id: null, name: "nobody", user: null, credential: null, sessionId: null },
    target: null,
    params: { note: "windmill" },
    result: null,
    changes: null,
    reason: null,
    confirmation: null,
    idempotencyKey: null,
    source: {
      ip: "192.0.2.1",
      userAgent: null,
      clientName: null,
      clientVersion: null,
      protocolVersion: null,
      requestId: newId(),
      traceId: null,
    },
    durationUs: 1,
    foldedCount: 1,
    ...changed,
  };
  await append(event);
  return event;
}

const seal = () => sealWorkspace(workspace.id, new Date(), { signsAll: true });

/** Twelve events of a hundred days ago and three of yesterday, sealed and indexed. */
async function fill() {
  const old = [];
  for (let n = 0; n < 12; n += 1) old.push(await write({ daysAgo: 100 - n / 100 }));
  for (let n = 0; n < 3; n += 1) await write({ daysAgo: 1 - n / 100 });
  await seal();
  await indexWorkspace(workspace.id);
  return old;
}

const run = () => applyRetention(systemContext(workspace));
const verify = () => outputOf(invoke(verifyAuditLog, as("auditor"), { streams: ["staging", "workspace"] }));
const previewOf = async (input: object = {}) =>
  (await outputOf(invoke(previewRetention, as("auditor"), input))).items.find(({ stream }) => stream === "staging");
const found = async () =>
  (await outputOf(invoke(searchAuditLog, as("auditor"), { query: "windmill env:staging", limit: 100 }))).items.length;
const records = async () =>
  (await listAuditEvents(workspace)).filter(({ action }) => action === "audit_retention.remove_expired");
const decide = (input: object) =>
  outputOf(
    invoke(setRetention, as("owner"), { stream: "staging", keepDays: 90, holdReason: null, version: 0, ...input }),
  );

describe("events whose time is over", () => {
  it("go with their search words and counts, as the preview says; what remains verifies, what went is counted", async () => {
    await fill();
    expect(await previewOf()).toMatchObject({ events: 12, isCapped: false, isHeld: false });
    expect(await found()).toBe(15);
    expect(await run()).toEqual({ staging: 12 });
    expect(await found()).toBe(3);
    expect(await previewOf()).toMatchObject({ events: 0, oldestAt: null });
    const words = await superuserSql()`select from audit_search where workspace_id = ${workspace.id}
      and occurred_at < now() - interval '90 days'`;
    expect(words).toHaveLength(0);
    const counts = await superuserSql()`select from audit_counts where workspace_id = ${workspace.id}
      and starts_at < now() - interval '90 days'`;
    expect(counts).toHaveLength(0);
    const summary = await outputOf(invoke(summariseAuditLog, as("auditor"), { query: "env:staging" }));
    expect(summary.count, JSON.stringify(summary.facets.action)).toBe(3);
    expect(await verify()).toMatchObject({ ok: true, dropped: 12 });
    await seal();
    const report = await verify();
    expect(report).toMatchObject({ ok: true, dropped: 12 });
    expect(report.streams.find(({ stream }) => stream === "staging")).toMatchObject({ events: 15, dropped: 12 });
    const { removed } = await outputOf(invoke(listRetention, as("auditor"), {}));
    expect(removed).toMatchObject([{ stream: "staging", events: 12 }]);
  });

  it("go once, and where there is nothing nothing is written", async () => {
    await fill();
    await run();
    expect(await run()).toEqual({});
    const [record, ...others] = await records();
    expect(others).toEqual([]);
    expect(record).toMatchObject({ status: "success", targetType: "audit_retention", targetId: "staging" });
    expect(record?.changes).toMatchObject([{ before: { events: 12 }, after: { leaves: [[0, 11]], keepDays: 90 } }]);
  });

  it("are named leaf by leaf where younger ones lie between them", async () => {
    for (const daysAgo of [100, 2, 99]) {
      await write({ daysAgo });
      await superuserSql()`update audit_seals set sealed_until = '-infinity' where workspace_id = ${workspace.id}`;
      await seal();
    }
    expect(await run()).toEqual({ staging: 2 });
    expect((await records())[0]?.changes).toMatchObject([
      {
        after: {
          leaves: [
            [0, 0],
            [2, 2],
          ],
        },
      },
    ]);
    expect(await verify()).toMatchObject({ ok: true, dropped: 2 });
  });

  it("stay while they are not sealed", async () => {
    await write({ daysAgo: 100 });
    expect(await previewOf()).toMatchObject({ events: 0 });
    expect(await run()).toEqual({});
  });

  it("stay under a legal hold, and go when it is lifted", async () => {
    await fill();
    const { retention } = await decide({ holdReason: "Case 12/2026" });
    expect(retention).toMatchObject({ holdReason: "Case 12/2026", version: 1 });
    expect(await previewOf()).toMatchObject({ events: 0, isHeld: true });
    expect(await run()).toEqual({});
    expect(await found()).toBe(15);
    await decide({ version: 1 });
    expect(await run()).toEqual({ staging: 12 });
  });

  it("go earlier or later as it is decided for their environment", async () => {
    await fill();
    await decide({ keepDays: 365 });
    expect(await run()).toEqual({});
    expect(await previewOf({ stream: "staging", keepDays: 30 })).toMatchObject({ events: 12 });
    expect(await found()).toBe(15);
    await decide({ keepDays: 30, version: 1 });
    expect(await run()).toEqual({ staging: 12 });
  });

  it("are found by their records, which have an index of their own whatever else the months hold", async () => {
    const workspaceId = (await createTestWorkspace()).id;
    const plan = await superuserSql().begin(async (tx) => {
      await tx`set local enable_seqscan = off`;
      return tx.unsafe(
        `explain select * from audit_events e where workspace_id = '${workspaceId}'
           and e.target_type = 'audit_retention' and e.action = 'audit_retention.remove_expired' and e.status = 'success'`,
      );
    });
    expect(JSON.stringify(plan)).toMatch(/audit_events_\d+_\d+_workspace_id_occurred_at_idx/);
  });

  it("leave the records of removals behind, however old those are", async () => {
    const action = "audit_retention.remove_expired";
    const record = await write({ daysAgo: 120, environment: null, action, effect: "destructive" });
    await write({ daysAgo: 120, environment: null });
    await seal();
    expect(await run()).toEqual({ workspace: 1 });
    expect((await listAuditEvents(workspace)).map(({ id }) => id)).toContain(record.id);
  });
});

describe("tampering", () => {
  it("by hand is found, before a removal and after it", async () => {
    const old = await fill();
    await superuserSql()`delete from audit_events where workspace_id = ${workspace.id} and id = ${old[3]?.id ?? ""}`;
    expect(await verify()).toMatchObject({ ok: false, firstBad: { kind: "deleted", leaf: 3, eventId: old[3]?.id } });
    await run();
    await seal();
    expect(await verify()).toMatchObject({ ok: false, firstBad: { kind: "deleted", leaf: 3 } });
  });

  it("is found where a younger event is gone that no removal names", async () => {
    await fill();
    await run();
    await seal();
    await superuserSql()`delete from audit_events where workspace_id = ${workspace.id} and environment = 'staging'
      and occurred_at = (select max(occurred_at) from audit_events where workspace_id = ${workspace.id} and environment = 'staging')`;
    expect(await verify()).toMatchObject({ ok: false, firstBad: { kind: "deleted", leaf: 14 } });
  });

  it("isn't covered by a made-up record: what it names is too young to go", async () => {
    await fill();
    await superuserSql()`delete from audit_events where workspace_id = ${workspace.id} and environment = 'staging'
      and occurred_at > now() - interval '50 days'`;
    const target = { type: "audit_retention", id: "staging", label: "Retention of staging" };
    const changes = [{ target, before: { events: 3 }, after: { leaves: [[12, 14]] } }];
    const action = "audit_retention.remove_expired";
    await write({ daysAgo: 0, environment: null, action, effect: "destructive", target, changes });
    await seal();
    expect(await verify()).toMatchObject({ ok: false, firstBad: { kind: "deleted", leaf: 12 } });
  });

  it("with a record makes it none", async () => {
    await fill();
    await run();
    await seal();
    await superuserSql()`update audit_events set reason = 'nothing to see' where workspace_id = ${workspace.id}
      and action = 'audit_retention.remove_expired'`;
    expect(await verify()).toMatchObject({ ok: false, firstBad: { kind: "deleted", leaf: 0 } });
  });

  it("isn't removed with what was tampered with", async () => {
    const old = await fill();
    await superuserSql()`update audit_events set actor_name = 'somebody' where workspace_id = ${workspace.id} and id = ${old[5]?.id ?? ""}`;
    expect(await refusalOf(run())).toMatchObject({ code: "conflict", details: { reason: "evidence_broken" } });
    expect(await found()).toBe(15);
    expect(await verify()).toMatchObject({ ok: false, firstBad: { kind: "changed", leaf: 5 } });
  });
});

describe("the application's role", () => {
  const inWorkspace = (statement: ReturnType<typeof query>) =>
    withWorkspace({ workspaceId: workspace.id, environment: null }, "write", async (tx) => [
      ...(await tx.execute(statement)),
    ]);
  const places = async () => {
    const rows = await superuserSql()<{ at: string; id: string }[]>`
      select occurred_at::text as at, id from audit_events where environment = 'staging' and workspace_id = ${workspace.id}`;
    const list = (values: readonly string[]) => `{${values.map((value) => `"${value}"`).join(",")}}`;
    return query`select * from remove_expired_audit_events(${list(rows.map(({ at }) => at))}::timestamptz[],
      ${list(rows.map(({ id }) => id))}::uuid[])`;
  };

  it("can't delete events itself, and through the function only what the policy lets go", async () => {
    await fill();
    await expect(inWorkspace(query`delete from audit_events`)).rejects.toThrow();
    await decide({ holdReason: "Case 12/2026" });
    expect(await inWorkspace(await places())).toEqual([]);
    await decide({ version: 1 });
    expect(await inWorkspace(await places())).toHaveLength(12);
    expect(await found()).toBe(3);
  });

  it("reaches no other workspace through it", async () => {
    await fill();
    const other = await createTestWorkspace("Elsewhere");
    const statement = await places();
    const elsewhere = { workspaceId: other.id, environment: null };
    const rows = await withWorkspace(elsewhere, "write", async (tx) => [...(await tx.execute(statement))]);
    expect(rows).toEqual([]);
    expect(await found()).toBe(15);
  });
});

describe("deciding", () => {
  it("is recorded, and refused on a version that is not the last", async () => {
    await decide({ keepDays: 365 });
    const input = { stream: "staging", keepDays: 60, holdReason: null, version: 0 };
    expect(await refusalOf(invoke(setRetention, as("owner"), input))).toMatchObject({
      code: "conflict",
      details: { reason: "stale_version" },
    });
    const { items } = await outputOf(invoke(listRetention, as("auditor"), {}));
    expect(items.map(({ stream, keepDays }) => `${stream} ${keepDays}`)).toEqual([
      "workspace 90",
      "development 90",
      "staging 365",
      "production 90",
    ]);
    const events = await listAuditEvents(workspace);
    const [event] = events.filter(({ action, status }) => action === "audit_retention.set" && status === "success");
    expect(event?.changes).toMatchObject([{ before: { keepDays: 90 }, after: { keepDays: 365 } }]);
  });

  it("is for owners and admins; looking is not for members", async () => {
    const input = { stream: "staging", keepDays: 365, holdReason: null, version: 0 };
    for (const role of ["auditor", "member"] as const) {
      expect(await refusalOf(invoke(setRetention, as(role), input))).toMatchObject({ code: "forbidden" });
    }
    expect(await refusalOf(invoke(listRetention, as("member"), {}))).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(invoke(previewRetention, as("member"), {}))).toMatchObject({ code: "forbidden" });
  });

  it.each([
    [{ keepDays: 29 }],
    [{ keepDays: 2_558 }],
    [{ keepDays: 90.5 }],
    [{ stream: "test" }],
    [{ holdReason: " " }],
  ])("refuses %j", async (changed) => {
    const input = { stream: "staging", keepDays: 90, holdReason: null, version: 0, ...changed };
    expect(await refusalOf(invoke(setRetention, as("owner"), input))).toMatchObject({ code: "validation" });
  });
});

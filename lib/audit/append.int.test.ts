import { beforeAll, describe, expect, it } from "vitest";
import { closePools } from "#db/client.ts";
import { withWorkspace } from "#db/tenant.ts";
import { createTestWorkspace, listAuditEvents, superuserSql, type TestWorkspace } from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { config, provideEnvironment } from "#lib/env/index.ts";
import { append, appendInTransaction, drainAudit } from "./append.ts";
import type { AuditEvent } from "./event.ts";

let a: TestWorkspace;
let b: TestWorkspace;

beforeAll(async () => {
  a = await createTestWorkspace("Anna");
  b = await createTestWorkspace("Bert");
});

function event(workspace: TestWorkspace, changed: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: newId(),
    occurredAt: new Date().toISOString(),
    workspaceId: workspace.id,
    environment: "staging",
    action: "probe.append",
    effect: "read",
    channel: "mcp",
    tool: "probe",
    status: "success",
    errorCode: null,
    errorReason: null,
    actor: { kind: "anonymous", id: null, name: "nobody", user: null, credential: null, sessionId: null },
    target: null,
    params: { text: "é\u2028🏰'\"\\" },
    result: null,
    changes: null,
    reason: null,
    confirmation: null,
    idempotencyKey: null,
    source: {
      ip: "2001:db8::1",
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
}

const transactionOf = async (ids: readonly string[]) => {
  const rows = await superuserSql()<{ xmin: string }[]>`
    select distinct xmin::text from audit_events where id = any(${ids as string[]})`;
  return rows.map((row) => row.xmin);
};

describe("append", () => {
  it("resolves when the event can be read by everybody, whole", async () => {
    const mine = event(a);
    await append(mine);
    const [row] = await listAuditEvents(a, mine.source.requestId);
    expect(row).toMatchObject({
      id: mine.id,
      params: { text: "é\u2028🏰'\"\\" },
      ip: "2001:db8::1",
      actorKind: "anonymous",
    });
  });

  it("writes what arrives together with one commit, for several workspaces", async () => {
    const events = Array.from({ length: 50 }, (_, index) => event(index % 2 === 0 ? a : b));
    await Promise.all(events.map(append));
    expect(await transactionOf(events.map(({ id }) => id))).toHaveLength(1);
    const inB = await listAuditEvents(b);
    expect(inB).toHaveLength(25);
  });

  it("writes more than one batch, and loses none", async () => {
    const events = Array.from({ length: 1_000 }, () => event(a));
    await Promise.all(events.map(append));
    const [row] =
      await superuserSql()`select count(*)::int as count from audit_events where id = any(${events.map(({ id }) => id)})`;
    expect(row?.count).toBe(1_000);
  });

  it("lets a bad event fail alone", async () => {
    const events = Array.from({ length: 20 }, (_, index) =>
      index === 7 ? event(a, { occurredAt: "1999-01-01T00:00:00Z" }) : event(a),
    );
    const settled = await Promise.allSettled(events.map(append));
    expect(settled.map(({ status }) => status === "fulfilled")).toEqual(events.map((_, index) => index !== 7));
    const [row] =
      await superuserSql()`select count(*)::int as count from audit_events where id = any(${events.map(({ id }) => id)})`;
    expect(row?.count).toBe(19);
  });

  it("rejects every event when the database is away, and works again when it is back", async () => {
    const { databaseUrl } = config();
    await closePools();
    provideEnvironment({ DATABASE_URL: "postgres://nobody:x@127.0.0.1:1/none" });
    const settled = await Promise.allSettled([event(a), event(a), event(b)].map(append));
    expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    await closePools();
    provideEnvironment({ DATABASE_URL: databaseUrl });
    await expect(append(event(a))).resolves.toBeUndefined();
  });
});

describe("drainAudit", () => {
  it("resolves at once when there is nothing to write", async () => {
    await expect(drainAudit()).resolves.toBeUndefined();
  });

  it("resolves when everything that waited is written", async () => {
    const events = Array.from({ length: 450 }, () => event(a));
    const appended = Promise.all(events.map(append));
    await drainAudit();
    const [row] =
      await superuserSql()`select count(*)::int as count from audit_events where id = any(${events.map(({ id }) => id)})`;
    expect(row?.count).toBe(450);
    await appended;
  });
});

describe("appendInTransaction", () => {
  const tenant = () => ({ workspaceId: a.id, environment: "staging" as const });

  it("commits with the transaction, and goes with it", async () => {
    const [kept, gone] = [event(a), event(a)];
    await withWorkspace(tenant(), "write", (tx) => appendInTransaction(tx, kept));
    const failing = withWorkspace(tenant(), "write", async (tx) => {
      await appendInTransaction(tx, gone);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await transactionOf([kept.id])).toHaveLength(1);
    expect(await transactionOf([gone.id])).toHaveLength(0);
  });

  it("can't write into another workspace's log", async () => {
    const smuggled = withWorkspace(tenant(), "write", (tx) => appendInTransaction(tx, event(b)));
    await expect(smuggled).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});

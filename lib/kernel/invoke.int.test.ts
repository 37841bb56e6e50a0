import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { projects } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import {
  createTestWorkspace,
  keyContext,
  letKeysWrite,
  listAuditEvents,
  listChanges,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { sensitive } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context } from "./context.ts";
import { invoke, recordRefusal } from "./invoke.ts";
import { defineRead, defineWrite } from "./operation.ts";

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createTestWorkspace("Kernel");
  await letKeysWrite(workspace);
});

/** The one event of a call. */
async function eventOf(ctx: Context) {
  const events = await listAuditEvents(workspace, ctx.source.requestId);
  expect(events).toHaveLength(1);
  const [event] = events;
  if (event === undefined) throw new Error("no event");
  return event;
}

const findByName = (name: string) => superuserSql()`select * from projects where name = ${name}`;

const counting = {
  name: "probe.count",
  permission: "projects:read",
  wall: "environment",
  input: z.strictObject({
    name: z.string().max(40),
    secret: z.string().register(sensitive, { kind: "secret" }).optional(),
  }),
  output: z.object({ count: z.number() }),
  tool: null,
  target: ({ name }: { name: string }) => ({ type: "project", id: name }),
  run: async (tx: Tx, _ctx: Context, { name }: { name: string }) => {
    const rows = await tx.select({ id: projects.id }).from(projects).where(eq(projects.name, name));
    return { count: rows.length };
  },
} as const;
const countProjects = defineRead(counting);

const insertProject = (tx: Tx, name: string) =>
  tx
    .insert(projects)
    .values({ id: newId(), key: newId().slice(-8).toUpperCase(), name })
    .returning();

const createProject = defineWrite({
  name: "probe.create",
  effect: "write",
  permission: "projects:write",
  wall: "environment",
  input: z.strictObject({ name: z.string().min(1), failure: z.enum(["throws", "odd output", "app error"]).optional() }),
  output: z.object({ id: z.uuid(), name: z.string() }),
  tool: null,
  run: async (tx, _ctx, { name, failure }) => {
    const [row] = await insertProject(tx, name);
    if (row === undefined || failure === "throws") throw new Error(`select * from secrets where name = '${name}'`);
    if (failure === "app error") throw new AppError("conflict", "Taken.", { reason: "taken", current: { name } });
    const id = failure === "odd output" ? "no uuid" : row.id;
    const change = { target: { type: "project", id: row.id, label: name }, before: null, after: { name } };
    return { output: { id, name }, changes: [change] };
  },
});

describe("a read", () => {
  it("answers, and its event is durable before the answer", async () => {
    const ctx = keyContext(workspace, "production", ["projects:read"], "count_projects");
    const before = Date.now();
    const outcome = await invoke(countProjects, ctx, { name: "Nothing", secret: "s3cret" });
    const after = Date.now();
    expect(outcome).toMatchObject({ status: "done", output: { count: 0 } });
    const event = await eventOf(ctx);
    expect(event).toMatchObject({
      id: "auditEventId" in outcome ? outcome.auditEventId : "",
      status: "success",
      action: "probe.count",
      effect: "read",
      channel: "mcp",
      tool: "count_projects",
      environment: "production",
      errorCode: null,
      actorKind: "api_key",
      credentialKind: "api_key",
      credentialName: "claude-desktop-test",
      userEmail: workspace.users.owner.email,
      targetType: "project",
      targetId: "Nothing",
      params: { name: "Nothing", secret: "[redacted]" },
      result: { count: 0 },
      changes: null,
      ip: "192.0.2.1",
      userAgent: "postern-test/1",
      foldedCount: 1,
    });
    expect(event.durationUs).toBeGreaterThan(0);
    // Its clock may be some milliseconds beside this one.
    expect(Date.parse(event.occurredAt)).toBeGreaterThanOrEqual(before - 10);
    expect(Date.parse(event.occurredAt)).toBeLessThanOrEqual(after + 10);
  });

  it("keeps no result of development's calls", async () => {
    const ctx = keyContext(workspace, "development", ["projects:read"]);
    await invoke(countProjects, ctx, { name: "Nothing" });
    expect((await eventOf(ctx)).result).toBeNull();
  });

  it("can't write, however it tries, and the attempt is recorded", async () => {
    const writingRead = defineRead({
      ...counting,
      name: "probe.writing_read",
      run: async (tx) => {
        await insertProject(tx, "Written by a read");
        return { count: 1 };
      },
    });
    const ctx = userContext(workspace, "owner");
    await expect(invoke(writingRead, ctx, { name: "x" })).rejects.toMatchObject({ code: "internal" });
    expect(await findByName("Written by a read")).toHaveLength(0);
    expect(await eventOf(ctx)).toMatchObject({ status: "error", errorCode: "internal" });
  });
});

describe("a write", () => {
  it("commits the change, its history and its event together", async () => {
    const ctx = keyContext(workspace, "production", ["projects:write"], "create_project");
    const outcome = await invoke(createProject, ctx, { name: "Together" }, { reason: "weekly planning" });
    if (outcome.status !== "done") throw new Error(outcome.status);
    const event = await eventOf(ctx);
    expect(event).toMatchObject({
      id: outcome.auditEventId,
      status: "success",
      reason: "weekly planning",
      targetId: outcome.output.id,
      targetLabel: "Together",
      changes: [{ target: { id: outcome.output.id }, before: null, after: { name: "Together" } }],
    });
    const history = await listChanges(workspace);
    expect(history.filter((change) => change.target_id === outcome.output.id)).toMatchObject([
      {
        audit_event_id: event.id,
        action: "probe.create",
        tool: "create_project",
        reason: "weekly planning",
        credential_name: "claude-desktop-test",
        environment: "production",
        after: { name: "Together" },
      },
    ]);
  });

  it.each([
    ["throws", "internal"],
    ["odd output", "internal"],
    ["app error", "conflict"],
  ] as const)("that %s leaves nothing but its event", async (failure, code) => {
    const ctx = userContext(workspace, "owner");
    const name = `Half written, ${failure}`;
    await expect(invoke(createProject, ctx, { name, failure })).rejects.toMatchObject({ code });
    expect(await findByName(name)).toHaveLength(0);
    expect((await listChanges(workspace)).filter((change) => change.target_label === name)).toHaveLength(0);
    expect(await eventOf(ctx)).toMatchObject({
      status: "error",
      errorCode: code,
      errorReason: failure === "app error" ? "taken" : null,
      params: { name, failure },
      result: null,
      changes: null,
    });
  });

  it("keeps no secret that somebody put into the reason", async () => {
    const ctx = userContext(workspace, "owner");
    const token = `ghp_${"a1".repeat(18)}`;
    await invoke(createProject, ctx, { name: "Reason" }, { reason: `pushed with ${token}` });
    expect((await eventOf(ctx)).reason).toBe("pushed with [redacted]");
    expect(JSON.stringify(await listChanges(workspace))).not.toContain(token);
  });

  it("keeps the first 200 of very many changes in the event, and every one in the history", async () => {
    const ctx = userContext(workspace, "owner", "production");
    const targets = Array.from({ length: 3_600 }, (_, index) => ({ type: "probe", id: `many-${index}`, label: "" }));
    const changes = targets.map((target) => ({ target, before: null, after: { n: 1 } }));
    const many = defineWrite({
      ...createProject,
      effect: "write",
      run: async () => ({ output: { id: newId(), name: "Many" }, changes }),
    });
    await invoke(many, ctx, { name: "Many" });
    const kept = (await eventOf(ctx)).changes as { target: { label: string } }[];
    expect(kept).toHaveLength(201);
    expect(kept.at(-1)?.target.label).toBe("[cut: 3400 more]");
    const stored = (await listChanges(workspace)).filter(({ target_id }) => target_id.startsWith("many-"));
    expect(stored).toHaveLength(3_600);
  });

  it("keeps changes of a size to be read in the event", async () => {
    const ctx = userContext(workspace, "owner", "production");
    const after = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, "x".repeat(4_000)]));
    const changes = Array.from({ length: 100 }, (_, index) => ({
      target: { type: "probe", id: `large-${index}`, label: "" },
      before: null,
      after,
    }));
    const large = defineWrite({
      ...createProject,
      effect: "write",
      run: async () => ({ output: { id: newId(), name: "Large" }, changes }),
    });
    await invoke(large, ctx, { name: "Large" });
    const event = await eventOf(ctx);
    expect(JSON.stringify(event.changes).length).toBeLessThan(500_500);
    expect((event.changes as { target: { label: string } }[]).at(-1)?.target.label).toBe("[cut: 76 more]");
  });

  it("is taken back where its event can't be written", async () => {
    const ctx = userContext(workspace, "owner");
    const unwritable: Context = { ...ctx, source: { ...ctx.source, ip: "not an address" } };
    await expect(invoke(createProject, unwritable, { name: "Without event" })).rejects.toMatchObject({
      code: "internal",
    });
    expect(await findByName("Without event")).toHaveLength(0);
  });

  it("keeps an unexpected error's text inside", async () => {
    const call = invoke(createProject, userContext(workspace, "owner"), { name: "hush", failure: "throws" });
    const error = await call.catch((thrown: AppError) => thrown);
    if (!(error instanceof AppError)) throw new Error("expected a failure");
    expect(JSON.stringify({ message: error.message, details: error.details })).not.toContain("secrets");
  });

  it("turns a duplicate into a conflict, without the database's words", async () => {
    const twice = defineWrite({
      name: "probe.twice",
      effect: "write",
      permission: "projects:write",
      wall: "environment",
      input: z.object({}),
      output: z.object({ id: z.string() }),
      tool: null,
      run: async (tx) => {
        const row = { id: newId(), key: "TWICE", name: "Twice" };
        await tx.insert(projects).values([row, row]);
        return { output: row, changes: [] };
      },
    });
    const ctx = userContext(workspace, "owner");
    await expect(invoke(twice, ctx, {})).rejects.toMatchObject({
      code: "conflict",
      message: "Something with these values exists already.",
    });
  });
});

describe("a dry run", () => {
  it("answers what would happen, writes nothing, and is recorded as one", async () => {
    const ctx = keyContext(workspace, "staging", ["projects:write"]);
    const outcome = await invoke(createProject, ctx, { name: "Dry" }, { mode: "dry_run", reason: "trying" });
    expect(outcome).toMatchObject({
      status: "dry_run",
      output: { name: "Dry" },
      changes: [{ after: { name: "Dry" } }],
    });
    expect(await findByName("Dry")).toHaveLength(0);
    expect((await listChanges(workspace)).filter((change) => change.target_label === "Dry")).toHaveLength(0);
    expect(await eventOf(ctx)).toMatchObject({ status: "dry_run", reason: "trying", result: { name: "Dry" } });
  });

  it("fails as the write would", async () => {
    const ctx = userContext(workspace, "owner");
    const call = invoke(createProject, ctx, { name: "Dry", failure: "app error" }, { mode: "dry_run" });
    await expect(call).rejects.toMatchObject({ code: "conflict" });
    expect(await eventOf(ctx)).toMatchObject({ status: "error", errorCode: "conflict" });
  });
});

describe("a refused attempt", () => {
  it("without the permission is denied before the input is looked at, and recorded", async () => {
    const ctx = keyContext(workspace, "production", ["projects:read"]);
    const call = invoke(createProject, ctx, { nonsense: 1 });
    await expect(call).rejects.toMatchObject({
      code: "forbidden",
      details: { reason: "missing_permission", requiredScopes: ["projects:write"] },
    });
    expect(await eventOf(ctx)).toMatchObject({
      status: "denied",
      errorCode: "forbidden",
      errorReason: "missing_permission",
      params: { nonsense: 1 },
    });
  });

  it.each([
    ["wrong type", { name: 7 }, ["name"]],
    ["missing field", {}, ["name"]],
    ["unknown field", { name: "x", more: 1 }, [""]],
    ["no object", "text", [""]],
    ["nothing", undefined, [""]],
    ["null", null, [""]],
    ["a list", [], [""]],
    ["a NUL", { name: "a\u0000b" }, ["name"]],
    ["half a surrogate pair", { name: "\ud83c" }, ["name"]],
    ["a NUL in a field's name", { "a\u0000": 1 }, [""]],
    ["a field named __proto__", JSON.parse('{"__proto__": 1, "name": 2}'), ["", "name"]],
  ])("with invalid input, %s, names the fields and is recorded", async (_, input, fields) => {
    const ctx = userContext(workspace, "member");
    const error = await invoke(createProject, ctx, input).catch((thrown: AppError) => thrown);
    expect(error).toMatchObject({ code: "validation" });
    if (!(error instanceof AppError)) throw new Error("expected a refusal");
    expect(Object.keys(error.details.fieldErrors ?? {})).toEqual(expect.arrayContaining(fields));
    expect(await eventOf(ctx)).toMatchObject({ status: "error", errorCode: "validation" });
  });

  it("with a path of the caller's choosing stays a validation error", async () => {
    const anyNames = defineRead({
      name: "probe.names",
      permission: "projects:read",
      wall: "environment",
      input: z.record(z.string(), z.number()),
      output: z.object({}),
      tool: null,
      run: async () => ({}),
    });
    for (const input of ['{"constructor": "x"}', '{"toString": "x"}']) {
      const call = invoke(anyNames, userContext(workspace, "owner"), JSON.parse(input));
      await expect(call, input).rejects.toMatchObject({ code: "validation" });
    }
  });

  it("without an environment where one is needed is recorded", async () => {
    const ctx = userContext(workspace, "owner", null);
    await expect(invoke(countProjects, ctx, { name: "x" })).rejects.toMatchObject({ code: "validation" });
    expect(await eventOf(ctx)).toMatchObject({ status: "error", errorReason: "no_environment", environment: null });
  });

  it("by an adapter is recorded as the operation's", async () => {
    const ctx = keyContext(workspace, "staging", [], "create_project");
    const refusal = new AppError("forbidden", "Scope missing.", { reason: "insufficient_scope" });
    await recordRefusal(createProject, ctx, { name: "x" }, refusal);
    expect(await eventOf(ctx)).toMatchObject({
      action: "probe.create",
      status: "denied",
      errorReason: "insufficient_scope",
      environment: "staging",
    });
  });

  it("that can't be recorded is not answered as what it was", async () => {
    const ctx = keyContext(workspace, "staging", []);
    const unwritable: Context = { ...ctx, source: { ...ctx.source, ip: "not an address" } };
    const call = invoke(createProject, unwritable, { name: "x" });
    await expect(call).rejects.toMatchObject({ code: "internal" });
  });
});

describe("what callers send along", () => {
  it("never keeps the event from being written", async () => {
    const ctx = userContext(workspace, "owner");
    const odd = "x\u0000\ud83c".repeat(5_000);
    const source = {
      ...ctx.source,
      ip: "fe80::1%eth0",
      userAgent: odd,
      clientName: odd,
      clientVersion: odd,
      protocolVersion: odd,
      traceId: odd,
    };
    await invoke(countProjects, { ...ctx, source, tool: odd }, { name: "x" });
    const event = await eventOf(ctx);
    expect(event).toMatchObject({ status: "success", ip: "fe80::1" });
    expect(event.userAgent).toHaveLength(512);
  });
});

describe("the environment", () => {
  it("of an administrative act is none for a person, and always its own for a credential", async () => {
    const administrative = defineRead({ ...counting, name: "probe.administrative", wall: "workspace" });
    const person = userContext(workspace, "owner", "production");
    const key = keyContext(workspace, "staging", ["projects:read"]);
    await invoke(administrative, person, { name: "x" });
    await invoke(administrative, key, { name: "x" });
    expect((await eventOf(person)).environment).toBeNull();
    expect((await eventOf(key)).environment).toBe("staging");
  });

  it("hides what another environment has", async () => {
    await invoke(createProject, userContext(workspace, "owner", "production"), { name: "In production" });
    const [here, there] = await Promise.all(
      (["production", "development"] as const).map((environment) =>
        invoke(countProjects, userContext(workspace, "owner", environment), { name: "In production" }),
      ),
    );
    expect(here).toMatchObject({ output: { count: 1 } });
    expect(there).toMatchObject({ output: { count: 0 } });
  });
});

describe("many at once", () => {
  it("each has its own event, and its own answer", async () => {
    const calls = Array.from({ length: 120 }, (_, index) => ({ ctx: userContext(workspace, "member"), index }));
    const outcomes = await Promise.all(
      calls.map(({ ctx, index }) =>
        index % 3 === 0
          ? invoke(createProject, ctx, { name: `Many ${index}` })
          : invoke(countProjects, ctx, { name: `Many ${index}` }),
      ),
    );
    const events = await listAuditEvents(workspace);
    const byRequest = new Map(events.map((event) => [event.requestId, event]));
    for (const [position, { ctx }] of calls.entries()) {
      const outcome = outcomes[position];
      expect(byRequest.get(ctx.source.requestId)?.id).toBe(
        outcome && "auditEventId" in outcome && outcome.auditEventId,
      );
    }
    expect(await superuserSql()`select 1 from projects where name like 'Many %'`).toHaveLength(40);
  });
});

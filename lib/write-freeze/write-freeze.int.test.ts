import { beforeEach, describe, expect, it } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
import {
  createTestWorkspace,
  keyContext,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { callTool, createKey } from "#db/testing/mcp-calls.ts";
import { createApiKey, suspendApiKey } from "#lib/api-keys/index.ts";
import { SCOPES } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { previewRefresh, refreshStaging } from "#lib/environment-refresh/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { freezeWrites, liftFreeze, listFreezes } from "./index.ts";
import { lockWrites, saveFreeze } from "./store.ts";

let workspace: TestWorkspace;

beforeEach(async () => {
  workspace = await createTestWorkspace("Freeze");
});

const admin = () => userContext(workspace, "admin", null);
const freeze = (scope: string, note = "Incident 7: please wait.") =>
  outputOf(invoke(freezeWrites, admin(), { scope, note }));
const lift = (scope: string) => outputOf(invoke(liftFreeze, admin(), { scope }));
const create = (environment: "staging" | "production" = "production") =>
  invoke(createProject, userContext(workspace, "member", environment), { name: "Website" });
const projects = () => superuserSql()`select 1 from projects where workspace_id = ${workspace.id}`;

describe("while writes are frozen", () => {
  it("refuses people's, keys' and the operator's writes of project data with the note, on record, and writes nothing", async () => {
    await freeze("workspace");
    const callers = [
      userContext(workspace, "owner", "production"),
      keyContext(workspace, "production", SCOPES),
      systemContext(workspace, "production"),
    ];
    for (const ctx of callers) {
      const error = await refusalOf(invoke(createProject, ctx, { name: "Website" }));
      expect(error).toMatchObject({ code: "forbidden", details: { reason: "writes_frozen" } });
      expect(error.message).toContain("Incident 7: please wait.");
      expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
        { action: "project.create", status: "denied", errorReason: "writes_frozen" },
      ]);
    }
    expect(await projects()).toHaveLength(0);
  });

  it("lets dry runs, and what takes access away, go on", async () => {
    const { apiKey } = await outputOf(
      invoke(createApiKey, admin(), { name: "cursor-laptop", environment: "staging", access: "read" }),
    );
    await freeze("workspace");
    const ctx = userContext(workspace, "member", "production");
    const outcome = await invoke(createProject, ctx, { name: "Website" }, { mode: "dry_run" });
    expect(outcome.status).toBe("dry_run");
    await outputOf(invoke(suspendApiKey, admin(), { apiKeyId: apiKey.id }));
  });

  it("holds one environment back and no other, and tells of the workspace's freeze first", async () => {
    await freeze("production", "Only production");
    await outputOf(create("staging"));
    expect((await refusalOf(create())).message).toContain("Only production");
    await freeze("workspace", "All of it");
    expect((await refusalOf(create())).message).toContain("All of it");
    await lift("workspace");
    await lift("production");
    await outputOf(create());
  });

  it("says so before anything else that the call would be refused for", async () => {
    await freeze("production");
    await invoke(liftFreeze, admin(), { scope: "staging" });
    const ctx = userContext(workspace, "member", "production");
    await outputOf(invoke(createProject, userContext(workspace, "member", "staging"), { name: "Mine", key: "TWICE" }));
    const error = await refusalOf(invoke(createProject, ctx, { name: "Mine", key: "TWICE" }));
    expect(error.details.reason).toBe("writes_frozen");
  });

  it("keeps staging from being refreshed", async () => {
    await freeze("staging");
    const { preview } = await outputOf(invoke(previewRefresh, admin(), {}));
    const input = { refreshId: newId(), fingerprint: preview.fingerprint };
    expect((await refusalOf(invoke(refreshStaging, admin(), input))).details.reason).toBe("writes_frozen");
    await lift("staging");
    await outputOf(invoke(refreshStaging, admin(), { ...input, refreshId: newId() }));
  });

  it("tells a model to stop and to tell its user", async () => {
    const key = await createKey(workspace, { environment: "production" });
    await freeze("production");
    const { isError, content } = await callTool(key.token, "create_project", { name: "Website" });
    expect(isError).toBe(true);
    expect(content?.[0]?.text).toContain('Writes are frozen in production: "Incident 7: please wait."');
    expect(content?.[0]?.text).toContain("Stop writing, don't retry, and tell your user.");
    expect((await callTool(key.token, "list_projects")).isError).not.toBe(true);
  });
});

describe("the moment of freezing", () => {
  it("waits for the writes that are about to commit; after it is answered none does", async () => {
    const tenant = { workspaceId: workspace.id, environment: null };
    let write: Promise<string> = Promise.resolve("not begun");
    await withWorkspace(tenant, "write", async (tx) => {
      await lockWrites(tx);
      write = create().then(
        () => "written",
        (error) => String(error.details.reason),
      );
      // It is past its first look, and waits at its end.
      await waitForWaiting(1);
      await saveFreeze(tx, { scope: "production", note: "Now", frozenAt: new Date(), frozenByName: "test" });
    });
    expect(await write).toBe("writes_frozen");
    expect(await projects()).toHaveLength(0);
  });

  it("holds under 100 writes at once: none commits after the freeze is answered", async () => {
    const writes = Array.from({ length: 100 }, () =>
      create().then(
        () => true,
        () => false,
      ),
    );
    await freeze("production");
    const atFreeze = (await projects()).length;
    const done = await Promise.all(writes);
    expect(await projects()).toHaveLength(atFreeze);
    expect(done.filter(Boolean)).toHaveLength(atFreeze);
  });
});

describe("freezing and lifting", () => {
  it("are changes on record; freezing again changes the note only", async () => {
    await freeze("staging", "First");
    const ctx = admin();
    await invoke(freezeWrites, ctx, { scope: "staging", note: "Second" });
    const target = { type: "write_freeze", id: "staging", label: "staging" };
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      { action: "write_freeze.start", changes: [{ target, before: { note: "First" }, after: { note: "Second" } }] },
    ]);
    const { items } = await outputOf(invoke(listFreezes, userContext(workspace, "member", null), {}));
    expect(items).toMatchObject([{ scope: "staging", note: "Second", frozenByName: workspace.users.admin.name }]);
    expect(await lift("staging")).toEqual({ isLifted: true });
    expect(await lift("staging")).toEqual({ isLifted: false });
  });

  it("are for owners and admins, and need a scope and a note", async () => {
    const member = userContext(workspace, "member", null);
    const refused = [invoke(freezeWrites, member, { scope: "workspace", note: "x" }), invoke(liftFreeze, member, {})];
    for (const call of refused) expect((await refusalOf(call)).code).toBe("forbidden");
    for (const input of [{ scope: "workspace", note: " " }, { scope: "test", note: "x" }, { scope: "staging" }]) {
      expect((await refusalOf(invoke(freezeWrites, admin(), input))).code).toBe("validation");
    }
  });

  it("stay in their workspace", async () => {
    const other = await createTestWorkspace("Other");
    await outputOf(invoke(freezeWrites, userContext(other, "admin", null), { scope: "workspace", note: "Theirs" }));
    await outputOf(create());
    expect(await outputOf(invoke(listFreezes, admin(), {}))).toEqual({ items: [] });
    await lift("workspace");
    const [row] = await superuserSql()`select note from write_freezes where workspace_id = ${other.id}`;
    expect(row).toMatchObject({ note: "Theirs" });
  });
});

/** Until so many transactions wait for this workspace's lock. */
async function waitForWaiting(count: number): Promise<void> {
  const lock = superuserSql()`select hashtextextended('write_freeze:' || ${workspace.id}::text, 0) as key`;
  const key = BigInt(String((await lock)[0]?.key));
  for (;;) {
    const waiting = await superuserSql()`
      select 1 from pg_locks where locktype = 'advisory' and not granted
        and (classid::bigint << 32) | objid::bigint = ${key.toString()}::bigint`;
    if (waiting.length >= count) return;
  }
}

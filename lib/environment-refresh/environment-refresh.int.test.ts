import { beforeEach, describe, expect, it, vi } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
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
import { createApiKey, getApiKey } from "#lib/api-keys/index.ts";
import { SCOPES } from "#lib/authz/index.ts";
import { addComment, listComments } from "#lib/comments/index.ts";
import { newId } from "#lib/crypto/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createProject, getProject, listProjects, updateProject } from "#lib/projects/index.ts";
import { completeTask, createTask, getTask, listTasks } from "#lib/tasks/index.ts";
import { drainRefreshes, getRefresh, previewRefresh, refreshStaging, startRefresh } from "./index.ts";
import { COPIED_TABLES, tryLockRefresh } from "./store.ts";

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await createTestWorkspace("Refresh");
});

const inside = (environment: Environment | null) => userContext(workspace, "owner", environment);

async function makeProject(environment: Environment, key: string, name = `${key} ${environment}`) {
  return (await outputOf(invoke(createProject, inside(environment), { key, name }))).project;
}

async function makeTask(environment: Environment, projectId: string, title: string) {
  return (await outputOf(invoke(createTask, inside(environment), { projectId, title, labels: ["a", "b"] }))).task;
}

/** Production has WEB with two tasks and a comment, staging WEB and OLD with a task each. */
async function fill() {
  const web = await makeProject("production", "WEB", "Website");
  const first = await makeTask("production", web.id, "First");
  const second = await makeTask("production", web.id, "Second");
  const author = inside("production");
  await outputOf(invoke(addComment, author, { taskId: first.id, body: "Said in production" }));
  await outputOf(invoke(completeTask, author, { taskId: second.id }));
  const stagingWeb = await makeProject("staging", "WEB");
  const old = await makeProject("staging", "OLD");
  await makeTask("staging", stagingWeb.id, "Rehearsal");
  await makeTask("staging", old.id, "Left over");
  return { web, first, stagingWeb, old };
}

const fingerprint = async () => (await outputOf(invoke(previewRefresh, inside(null), {}))).preview.fingerprint;

async function refresh(ctx: Context = inside(null)) {
  return outputOf(invoke(refreshStaging, ctx, { refreshId: newId(), fingerprint: await fingerprint() }));
}

/** Everything behind the wall of an environment, byte for byte. */
async function rowsOf(environment: Environment): Promise<string[]> {
  const rows = await Promise.all(
    COPIED_TABLES.map(
      ({ name }) => superuserSql()<{ row: string }[]>`
        select to_jsonb(t)::text as row from ${superuserSql()(name)} t
        where workspace_id = ${workspace.id} and environment = ${environment} order by id`,
    ),
  );
  return rows.flat().map(({ row }) => row);
}

describe("environment.preview_refresh", () => {
  it("counts what goes and what comes, and names the keys that are restricted to projects", async () => {
    const { stagingWeb, old } = await fill();
    const { apiKey } = await restrictedKey([stagingWeb.id, old.id]);
    const { preview } = await outputOf(invoke(previewRefresh, inside(null), {}));
    expect(preview).toMatchObject({
      removed: { projects: 2, tasks: 2, comments: 0 },
      copied: { projects: 1, tasks: 2, comments: 1 },
      keys: [{ apiKeyId: apiKey.id, name: apiKey.name, hint: apiKey.hint, follows: ["WEB"], loses: ["OLD"] }],
    });
  });

  it("is for owners and admins, and takes no input", async () => {
    await outputOf(invoke(previewRefresh, userContext(workspace, "admin", null), {}));
    const others = [
      userContext(workspace, "member"),
      userContext(workspace, "auditor"),
      keyContext(workspace, "staging", SCOPES),
    ];
    for (const ctx of others) {
      expect(await refusalOf(invoke(previewRefresh, ctx, {}))).toMatchObject({ code: "forbidden" });
      expect(await refusalOf(invoke(getRefresh, ctx, {}))).toMatchObject({ code: "forbidden" });
    }
    expect(await refusalOf(invoke(previewRefresh, inside(null), { to: "production" }))).toMatchObject({
      code: "validation",
    });
  });
});

describe("environment.refresh_staging", () => {
  it("replaces staging by production, which stays as it was, and leaves development alone", async () => {
    const { web, first } = await fill();
    await makeProject("development", "WEB");
    const before = [await rowsOf("production"), await rowsOf("development")];
    const output = await refresh();
    expect(output).toMatchObject({
      removed: { projects: 2, tasks: 2 },
      copied: { projects: 1, tasks: 2, comments: 1 },
    });
    expect([await rowsOf("production"), await rowsOf("development")]).toEqual(before);

    const staging = inside("staging");
    const { items } = await outputOf(invoke(listProjects, staging, {}));
    expect(items).toMatchObject([{ key: "WEB", name: "Website", totalTaskCount: 2, openTaskCount: 1 }]);
    expect(items[0]?.id).not.toBe(web.id);
    const tasks = await outputOf(invoke(listTasks, staging, { projectId: "WEB" }));
    expect(tasks.items.map(({ number, title }) => [number, title])).toEqual([
      ["WEB-2", "Second"],
      ["WEB-1", "First"],
    ]);
    const { task } = await outputOf(invoke(getTask, staging, { taskId: "WEB-1" }));
    expect(task).toMatchObject({ title: "First", labels: ["a", "b"], version: first.version });
    expect(task.createdAt).toBe(first.createdAt);
    const comments = await outputOf(invoke(listComments, staging, { taskId: "WEB-1" }));
    expect(comments.items).toMatchObject([{ body: "Said in production" }]);
    expect(await makeTask("staging", items[0]?.id ?? "", "Goes on")).toMatchObject({ number: "WEB-3" });
  });

  it("keeps production's ids to production", async () => {
    const { first } = await fill();
    await refresh();
    expect(await refusalOf(invoke(getTask, inside("staging"), { taskId: first.id }))).toMatchObject({
      code: "not_found",
    });
  });

  it("can be repeated, and is the same again", async () => {
    await fill();
    await refresh();
    const once = (await rowsOf("staging")).length;
    const again = await refresh();
    expect(again.removed).toEqual(again.copied);
    expect((await rowsOf("staging")).length).toBe(once);
  });

  it("empties staging when production is empty", async () => {
    await makeProject("staging", "OLD");
    expect(await refresh()).toMatchObject({ removed: { projects: 1 }, copied: { projects: 0 } });
    expect(await rowsOf("staging")).toEqual([]);
  });

  it("moves restricted keys to the copies, and leaves the rest of them and other environments' keys alone", async () => {
    const { web, stagingWeb, old } = await fill();
    const { apiKey } = await restrictedKey([stagingWeb.id, old.id]);
    const { apiKey: lost } = await restrictedKey([old.id]);
    const { apiKey: other } = await restrictedKey([web.id], "production");
    const ctx = inside(null);
    const { keys } = await refresh(ctx);
    expect(keys.map(({ name, loses }) => [name, loses])).toEqual([
      [apiKey.name, ["OLD"]],
      [lost.name, ["OLD"]],
    ]);
    const copy = (await outputOf(invoke(getProject, inside("staging"), { projectId: "WEB" }))).project;
    expect((await get(apiKey.id)).projectIds).toEqual([copy.id]);
    expect((await get(lost.id)).projectIds).toEqual([]);
    expect((await get(other.id)).projectIds).toEqual([web.id]);
    const seen = keyContext(workspace, "staging", SCOPES, null, []);
    expect((await outputOf(invoke(listProjects, seen, {}))).items).toEqual([]);
  });

  it("writes one event with the counts, and a change for each key", async () => {
    const { stagingWeb } = await fill();
    const { apiKey } = await restrictedKey([stagingWeb.id]);
    const ctx = inside(null);
    await refresh(ctx);
    const [event] = (await listAuditEvents(workspace, ctx.source.requestId)).filter(
      ({ status }) => status === "success",
    );
    expect(event).toMatchObject({
      action: "environment.refresh_staging",
      targetType: "environment",
      targetId: "staging",
    });
    expect(event?.changes).toMatchObject([
      { target: { id: "staging" }, before: { projects: 2, tasks: 2 }, after: { projects: 1, tasks: 2, comments: 1 } },
      { target: { id: apiKey.id } },
    ]);
  });

  it("refuses when staging has changed since the preview, and changes nothing", async () => {
    const { stagingWeb } = await fill();
    const seen = await fingerprint();
    const project = { projectId: stagingWeb.id, version: stagingWeb.version, name: "Renamed meanwhile" };
    await outputOf(invoke(updateProject, inside("staging"), project));
    const before = await rowsOf("staging");
    const call = invoke(refreshStaging, inside(null), { refreshId: newId(), fingerprint: seen });
    expect(await refusalOf(call)).toMatchObject({ code: "preview_stale" });
    expect(await rowsOf("staging")).toEqual(before);
  });

  it("refuses without a preview, and members, auditors and keys, on record", async () => {
    await fill();
    const before = await rowsOf("staging");
    const input = { refreshId: newId(), fingerprint: await fingerprint() };
    expect(await refusalOf(invoke(refreshStaging, inside(null), { refreshId: newId() }))).toMatchObject({
      code: "validation",
    });
    const others = [
      userContext(workspace, "member"),
      userContext(workspace, "auditor"),
      keyContext(workspace, "staging", SCOPES),
    ];
    for (const ctx of others) {
      expect(await refusalOf(invoke(refreshStaging, ctx, input))).toMatchObject({ code: "forbidden" });
      expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([{ status: "denied" }]);
    }
    expect(await rowsOf("staging")).toEqual(before);
  });

  it("asks a person for a proof that it is them, and changes nothing before", async () => {
    await fill();
    const before = await rowsOf("staging");
    const ctx = inside(null);
    const long = { ...ctx, actor: { ...ctx.actor, provenAt: null } } as Context;
    const input = { refreshId: newId(), fingerprint: await fingerprint() };
    expect(await refusalOf(invoke(refreshStaging, long, input))).toMatchObject({ code: "step_up_required" });
    expect(await rowsOf("staging")).toEqual(before);
  });

  it("refuses while another one runs, here or on another instance", async () => {
    await fill();
    const seen = await fingerprint();
    const before = await rowsOf("staging");
    await withWorkspace({ workspaceId: workspace.id, environment: null }, "write", async (tx) => {
      expect(await tryLockRefresh(tx, workspace.id)).toBe(true);
      const call = invoke(refreshStaging, inside(null), { refreshId: newId(), fingerprint: seen });
      expect(await refusalOf(call)).toMatchObject({ code: "conflict", details: { reason: "refresh_running" } });
    });
    expect(await rowsOf("staging")).toEqual(before);
  });

  it("is done once when two start at the same moment", async () => {
    await fill();
    const seen = await fingerprint();
    const both = await Promise.all(
      [1, 2].map(() =>
        invoke(refreshStaging, inside(null), { refreshId: newId(), fingerprint: seen }).then(
          () => "done",
          () => "refused",
        ),
      ),
    );
    expect(both.toSorted()).toEqual(["done", "refused"]);
    expect((await rowsOf("staging")).length).toBe(4);
  });

  it("takes back everything in a dry run", async () => {
    await fill();
    const before = await rowsOf("staging");
    const input = { refreshId: newId(), fingerprint: await fingerprint() };
    const outcome = await invoke(refreshStaging, inside(null), input, { mode: "dry_run" });
    expect(outcome).toMatchObject({ status: "dry_run", output: { copied: { tasks: 2 } } });
    expect(await rowsOf("staging")).toEqual(before);
  });

  it("copies 20,000 tasks with their comments", { timeout: 60_000 }, async () => {
    const { web } = await fill();
    await superuserSql()`
      insert into tasks (workspace_id, environment, id, project_id, number, title, status, priority)
      select ${workspace.id}, 'production', gen_random_uuid(), ${web.id}, n, 'Task ' || n, 'todo', 'none'
      from generate_series(100, 20099) n`;
    await superuserSql()`
      insert into comments (workspace_id, environment, id, task_id, body, author_kind, author_name)
      select workspace_id, environment, gen_random_uuid(), id, 'Comment', 'user', 'Somebody' from tasks
      where workspace_id = ${workspace.id} and environment = 'production' and number % 4 = 0`;
    const { copied } = await refresh();
    expect(copied.tasks).toBe(20_002);
    // Joined here: the database knows nothing yet of so many new rows, and would compare each with each.
    const tasks = await superuserSql()<{ id: string; number: number }[]>`
      select id, number from tasks where workspace_id = ${workspace.id} and environment = 'staging'`;
    const comments = await superuserSql()<{ task_id: string }[]>`
      select task_id from comments where workspace_id = ${workspace.id} and environment = 'staging'`;
    const numbers = new Map(tasks.map(({ id, number }) => [id, number]));
    const commented = comments.map(({ task_id: id }) => numbers.get(id)).filter((n) => n === 1 || (n ?? 1) % 4 === 0);
    expect([tasks.length, commented.length]).toEqual([copied.tasks, copied.comments]);
    const again = await refresh();
    expect(again.removed).toEqual(copied);
  });
});

describe("environment.get_refresh", () => {
  const last = async () => (await outputOf(invoke(getRefresh, inside(null), {}))).refresh;

  it("says that there was none, that one is done, and who did it", async () => {
    expect(await last()).toBeNull();
    await fill();
    const { refreshId } = await startRefresh(inside(null), await fingerprint());
    await drainRefreshes();
    expect(await last()).toMatchObject({
      refreshId,
      state: "done",
      totalRows: 8,
      doneRows: 8,
      startedByName: workspace.users.owner.name,
    });
  });

  it("says that one is running while its lock is held, and interrupted when it is gone without a trace", async () => {
    await fill();
    await invoke(
      refreshStaging,
      inside(null),
      { refreshId: newId(), fingerprint: await fingerprint() },
      { mode: "dry_run" },
    );
    expect(await last()).toMatchObject({ state: "interrupted" });
    await withWorkspace({ workspaceId: workspace.id, environment: null }, "write", async (tx) => {
      await tryLockRefresh(tx, workspace.id);
      expect(await last()).toMatchObject({ state: "running" });
    });
    expect(await last()).toMatchObject({ state: "interrupted" });
  });

  it("tells who started one at once when it is refused", async () => {
    await fill();
    expect(await refusalOfStart("something else")).toMatchObject({ code: "preview_stale" });
    expect(await last()).toBeNull();
  });

  it("says that one failed when something went wrong in the middle, and takes everything back", async () => {
    await fill();
    // Stands for whatever may go wrong in the middle; only here, as other suites write tasks at the same time.
    await superuserSql().unsafe(`
      create or replace function refuse_copy() returns trigger language plpgsql as
      $$ begin
        if new.workspace_id = '${workspace.id}' and new.title = 'Second' and new.environment = 'staging' then
          raise exception 'no';
        end if;
        return new;
      end $$`);
    await superuserSql()`create trigger refuse_copy before insert on tasks for each row execute function refuse_copy()`;
    try {
      const before = await rowsOf("staging");
      const seen = await fingerprint();
      expect(await refusalOfStart(seen)).toMatchObject({ code: "internal" });
      expect(await rowsOf("staging")).toEqual(before);
      expect(await last()).toMatchObject({ state: "failed" });
    } finally {
      await superuserSql()`drop trigger refuse_copy on tasks`;
      await superuserSql()`drop function refuse_copy()`;
    }
  });
});

describe("what is copied", () => {
  it("is everything that lies behind the environments' wall", async () => {
    const walled = await superuserSql()<{ name: string }[]>`
      select c.relname as name from pg_class c join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant'
      where pg_get_expr(p.polqual, c.oid) like '%(environment = %app.environment%' order by 1`;
    // What waits for a person, or was answered, is one credential's, and credentials belong to one environment.
    const ownOfCredentials = ["idempotent_writes", "pending_writes"];
    const copied = [...COPIED_TABLES.map(({ name }) => name as string), ...ownOfCredentials];
    expect(walled.map(({ name }) => name)).toEqual(copied.toSorted());
  });
});

/** However slow the machine is: the answer doesn't leave before the refusal is there. */
async function refusalOfStart(fingerprint: string) {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  try {
    return await refusalOf(startRefresh(inside(null), fingerprint));
  } finally {
    vi.useRealTimers();
  }
}

async function restrictedKey(projectIds: string[], environment: Environment = "staging") {
  const input = { name: `key-${newId()}`, environment, access: "read", projectIds };
  return outputOf(invoke(createApiKey, inside(null), input));
}

async function get(apiKeyId: string) {
  return (await outputOf(invoke(getApiKey, inside(null), { apiKeyId }))).apiKey;
}

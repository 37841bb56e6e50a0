import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import {
  createTestWorkspace,
  keyContext,
  listAuditEvents,
  listChanges,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { addComment } from "#lib/comments/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject, updateProject } from "#lib/projects/index.ts";
import {
  completeTask,
  createTask,
  deleteTask,
  getTask,
  listAssignees,
  listTasks,
  searchTasks,
  updateTask,
} from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Acme"), createTestWorkspace("Other")]);
});

type Page = z.output<(typeof listTasks)["output"]>;
const UNKNOWN = "00000000-0000-7000-8000-000000000000";

const member = () => userContext(workspace, "member");
const create = (input: object, ctx = member()) => outputOf(invoke(createTask, ctx, input)).then(({ task }) => task);
const read = (taskId: string) => outputOf(invoke(getTask, member(), { taskId })).then(({ task }) => task);
const createProjectKey = (ctx = member()) =>
  outputOf(invoke(createProject, ctx, { name: "Acme" })).then(({ project }) => project.key);

/** Everybody for whom a development task of the workspace must not exist. */
const strangers = () => [
  userContext(other, "owner"),
  userContext(workspace, "owner", "production"),
  keyContext(workspace, "staging", ["tasks:read", "tasks:write", "tasks:delete"]),
];

describe("task.create", () => {
  it("creates a task with all its fields, its change and its event", async () => {
    const projectId = await createProjectKey();
    const ctx = keyContext(workspace, "development", ["tasks:write"], "create_task");
    const assignee = workspace.users.admin;
    const input = {
      projectId: projectId.toLowerCase(),
      title: "  Write the plan ",
      description: "In *two* pages",
      status: "in_progress",
      priority: "high",
      assigneeId: assignee.id,
      dueOn: "2028-02-29",
      labels: ["docs", "q1", "docs"],
    };
    const outcome = await invoke(createTask, ctx, input, { reason: "weekly planning" });
    const expected = {
      number: `${projectId}-1`,
      title: "Write the plan",
      description: "In *two* pages",
      status: "in_progress",
      priority: "high",
      assignee: { id: assignee.id, name: assignee.name },
      dueOn: "2028-02-29",
      labels: ["docs", "q1"],
      completedAt: null,
      version: 1,
      commentCount: 0,
    };
    expect(outcome).toMatchObject({ status: "done", output: { task: expected } });
    const [event] = await listAuditEvents(workspace, ctx.source.requestId);
    expect(event).toMatchObject({ action: "task.create", status: "success", targetType: "task" });
    const change = (await listChanges(workspace)).find(({ audit_event_id }) => audit_event_id === event?.id);
    expect(change).toMatchObject({
      target_label: `${projectId}-1 Write the plan`,
      before: null,
      after: { number: `${projectId}-1`, assigneeId: assignee.id, labels: ["docs", "q1"] },
      reason: "weekly planning",
      credential_name: "claude-desktop-test",
    });
  });

  it("gives 50 tasks created at once 50 numbers without a gap", async () => {
    const projectId = await createProjectKey();
    const tasks = await Promise.all(
      Array.from({ length: 50 }, (_, index) => create({ projectId, title: `Task ${index}` })),
    );
    const numbers = tasks.map(({ number }) => Number(number.split("-")[1])).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  it("writes nothing in a dry run, not even the number", async () => {
    const projectId = await createProjectKey();
    const dry = await invoke(createTask, member(), { projectId, title: "Maybe" }, { mode: "dry_run" });
    expect(dry).toMatchObject({ status: "dry_run", output: { task: { number: `${projectId}-1` } } });
    expect((await create({ projectId, title: "Really" })).number).toBe(`${projectId}-1`);
  });

  it.each([
    { title: "" },
    { title: " \n " },
    { title: "x".repeat(201) },
    { title: "nul \u0000" },
    { title: "a", description: "x".repeat(20_001) },
    { title: "a", status: "finished" },
    { title: "a", priority: null },
    { title: "a", dueOn: "2027-02-29" },
    { title: "a", dueOn: "0000-01-01" },
    { title: "a", dueOn: "tomorrow" },
    { title: "a", labels: Array.from({ length: 21 }, String) },
    { title: "a", labels: ["x".repeat(41)] },
    { title: "a", assigneeId: "Ada" },
    { title: "a", version: 1 },
    {},
  ])("refuses the input %j", async (input) => {
    const projectId = await createProjectKey();
    expect((await refusalOf(create({ projectId, ...input }))).code).toBe("validation");
  });

  it("refuses an assignee of another workspace exactly like an unknown one", async () => {
    const projectId = await createProjectKey();
    const refusals = await Promise.all(
      [other.users.member.id, UNKNOWN].map((assigneeId) => refusalOf(create({ projectId, title: "a", assigneeId }))),
    );
    const [foreign, unknown] = refusals.map(({ code, message, details }) => ({ code, message, details }));
    expect(foreign).toMatchObject({
      code: "validation",
      details: { fieldErrors: { assigneeId: [expect.any(String)] } },
    });
    expect(foreign).toEqual(unknown);
  });

  it("is refused in an archived project", async () => {
    const projectId = await createProjectKey();
    await invoke(updateProject, member(), { projectId, version: 1, isArchived: true });
    const error = await refusalOf(create({ projectId, title: "late" }));
    expect(error).toMatchObject({ code: "conflict", details: { reason: "project_archived" } });
  });

  it("needs tasks:write, and a project of its own workspace and environment", async () => {
    const projectId = await createProjectKey();
    const reader = keyContext(workspace, "development", ["tasks:read"]);
    expect((await refusalOf(create({ projectId, title: "a" }, reader))).code).toBe("forbidden");
    expect((await refusalOf(create({ projectId, title: "a" }, userContext(workspace, "auditor")))).code).toBe(
      "forbidden",
    );
    for (const ctx of strangers()) {
      expect((await refusalOf(create({ projectId, title: "a" }, ctx))).code).toBe("not_found");
    }
    expect((await outputOf(invoke(listTasks, member(), { projectId }))).items).toEqual([]);
  });
});

describe("task.get", () => {
  it("finds by id and by number in any case", async () => {
    const task = await create({ projectId: await createProjectKey(), title: "Find me" });
    const refs = [task.id, task.id.toUpperCase(), task.number, task.number.toLowerCase(), ` ${task.number} `];
    for (const taskId of refs) expect(await read(taskId)).toEqual(task);
  });

  it("hides a task of another workspace or environment as not found", async () => {
    const task = await create({ projectId: await createProjectKey(), title: "Secret plan" });
    for (const ctx of strangers()) {
      for (const taskId of [task.id, task.number]) {
        const error = await refusalOf(invoke(getTask, ctx, { taskId }));
        expect(error.code).toBe("not_found");
        expect(error.message).not.toContain("Secret");
      }
    }
  });

  it("answers what doesn't exist, what is malformed, and who may not", async () => {
    for (const taskId of [UNKNOWN, "NOPE-1", "ACM-9999999999"]) {
      expect((await refusalOf(read(taskId))).code).toBe("not_found");
    }
    for (const taskId of ["42", "ACM-", "-1", "ACM-1; drop table tasks", ""]) {
      expect((await refusalOf(read(taskId))).code).toBe("validation");
    }
    const ctx = keyContext(workspace, "development", ["projects:read"]);
    expect((await refusalOf(invoke(getTask, ctx, { taskId: UNKNOWN }))).code).toBe("forbidden");
  });
});

describe("task.list", () => {
  it("pages newest first without gaps and repeats", async () => {
    const projectId = await createProjectKey();
    for (let n = 1; n <= 5; n++) await create({ projectId, title: `Task ${n}` });
    await create({ projectId: await createProjectKey(), title: "Neighbour" });
    const titles: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await outputOf(
        invoke(listTasks, member(), { projectId, limit: 2, ...(cursor && { cursor }) }),
      );
      titles.push(...page.items.map(({ title }) => title));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(titles).toEqual(["Task 5", "Task 4", "Task 3", "Task 2", "Task 1"]);
  });

  it("filters by status, assignee and label", async () => {
    const projectId = await createProjectKey();
    const assigneeId = workspace.users.member.id;
    await create({ projectId, title: "mine", assigneeId, labels: ["bug", "ui"] });
    await create({ projectId, title: "done", status: "done", labels: ["bug"] });
    await create({ projectId, title: "dropped", status: "cancelled" });
    const titles = async (filter: object) =>
      (await outputOf(invoke(listTasks, member(), { projectId, ...filter }))).items.map(({ title }) => title);
    expect(await titles({ status: "done" })).toEqual(["done"]);
    expect(await titles({ status: "open" })).toEqual(["mine"]);
    expect(await titles({ assigneeId })).toEqual(["mine"]);
    expect(await titles({ label: "bug" })).toEqual(["done", "mine"]);
    expect(await titles({ label: "bu" })).toEqual([]);
    expect(await titles({ label: "bug", status: "todo" })).toEqual(["mine"]);
  });

  it("shows nothing of other workspaces and environments", async () => {
    const projectId = await createProjectKey();
    await create({ projectId, title: "Hidden" });
    for (const ctx of strangers()) {
      expect((await refusalOf(invoke(listTasks, ctx, { projectId }))).code).toBe("not_found");
      expect((await outputOf(invoke(listTasks, ctx, {}))).items).toEqual([]);
      expect((await outputOf(invoke(searchTasks, ctx, { query: "Hidden" }))).items).toEqual([]);
    }
  });

  it("refuses bad input and missing permission", async () => {
    for (const input of [
      { status: "all" },
      { cursor: "x" },
      { limit: 1000 },
      { project: "ACM" },
      { assigneeId: "me" },
    ]) {
      expect((await refusalOf(invoke(listTasks, member(), input))).code).toBe("validation");
    }
    const ctx = keyContext(workspace, "development", ["tasks:write"]);
    expect((await refusalOf(invoke(listTasks, ctx, {}))).code).toBe("forbidden");
  });
});

describe("task.search", () => {
  it("finds every word in title, description or number, whatever the case", async () => {
    const projectId = await createProjectKey();
    const plan = await create({ projectId, title: "Plan the LAUNCH", description: "with Grüße to all" });
    await create({ projectId, title: "Launch" });
    const find = async (query: string) =>
      (await outputOf(invoke(searchTasks, member(), { query, projectId }))).items.map(({ title }) => title);
    expect(await find("launch")).toEqual(["Launch", "Plan the LAUNCH"]);
    expect(await find("grüße plan")).toEqual(["Plan the LAUNCH"]);
    expect(await find(plan.number.toLowerCase())).toEqual(["Plan the LAUNCH"]);
    expect(await find("plan nothing")).toEqual([]);
  });

  it("looks for no more than 16 words, so that one search can't keep the database busy", async () => {
    const key = await createProjectKey();
    await create({ projectId: key, title: "a b c d e f g h i j k l m n o p" });
    const query = "a b c d e f g h i j k l m n o p q-is-not-there z-neither";
    const page = await outputOf(invoke(searchTasks, member(), { query, projectId: key }));
    expect(page.items).toHaveLength(1);
  });

  it("takes % _ and \\ as what they are", async () => {
    const projectId = await createProjectKey();
    await create({ projectId, title: "100% sure" });
    await create({ projectId, title: "snake_case" });
    await create({ projectId, title: "back\\slash" });
    const find = async (query: string) =>
      (await outputOf(invoke(searchTasks, member(), { query, projectId }))).items.map(({ title }) => title);
    expect(await find("%")).toEqual(["100% sure"]);
    expect(await find("_")).toEqual(["snake_case"]);
    expect(await find("\\")).toEqual(["back\\slash"]);
    expect(await find("' or 1=1 --")).toEqual([]);
  });

  it("refuses bad input and missing permission", async () => {
    for (const input of [{}, { query: " " }, { query: "x".repeat(201) }, { query: "a", cursor: "x" }]) {
      expect((await refusalOf(invoke(searchTasks, member(), input))).code).toBe("validation");
    }
    const foreign = invoke(searchTasks, member(), { query: "a", projectId: UNKNOWN });
    expect((await refusalOf(foreign)).code).toBe("not_found");
    const ctx = keyContext(workspace, "development", ["tasks:write"]);
    expect((await refusalOf(invoke(searchTasks, ctx, { query: "a" }))).code).toBe("forbidden");
  });
});

describe("task.update", () => {
  it("changes what is given, leaves the rest, and keeps only what differs as the change", async () => {
    const task = await create({ projectId: await createProjectKey(), title: "Old", labels: ["a"], priority: "low" });
    const input = {
      taskId: task.number,
      version: 1,
      title: "New",
      labels: ["b", "a"],
      assigneeId: null,
      priority: "low",
    };
    const outcome = await invoke(updateTask, member(), input);
    expect(outcome).toMatchObject({
      output: { task: { title: "New", labels: ["b", "a"], priority: "low", version: 2 } },
    });
    expect(outcome).toHaveProperty("changes", [
      {
        target: { type: "task", id: task.id, label: `${task.number} New` },
        before: { title: "Old", labels: ["a"] },
        after: { title: "New", labels: ["b", "a"] },
        version: 1,
      },
    ]);
    expect(await read(task.id)).toMatchObject({ title: "New", version: 2 });
  });

  it("keeps completedAt in step with the status", async () => {
    const { id: taskId } = await create({ projectId: await createProjectKey(), title: "Steps" });
    const update = (version: number, input: object) =>
      outputOf(invoke(updateTask, member(), { taskId, version, ...input })).then(({ task }) => task);
    const done = await update(1, { status: "done" });
    expect(done.completedAt).toBe(done.updatedAt);
    expect((await update(2, { title: "Renamed" })).completedAt).toBe(done.completedAt);
    expect((await update(3, { status: "in_review" })).completedAt).toBeNull();
    expect((await update(4, { status: "cancelled" })).completedAt).toBeNull();
  });

  it("writes nothing when nothing differs", async () => {
    const task = await create({ projectId: await createProjectKey(), title: "Same", labels: ["a"] });
    const input = { taskId: task.id, version: 1, title: " Same ", labels: ["a", "a"] };
    const outcome = await invoke(updateTask, member(), input);
    expect(outcome).toMatchObject({ output: { task }, changes: [] });
  });

  it("refuses a stale version with the current task and what differs", async () => {
    const task = await create({ projectId: await createProjectKey(), title: "First" });
    await invoke(updateTask, member(), { taskId: task.id, version: 1, title: "Second", priority: "high" });
    const input = { taskId: task.id, version: 1, title: "Third", priority: "high" };
    const error = await refusalOf(invoke(updateTask, member(), input));
    expect(error).toMatchObject({ code: "conflict", details: { reason: "stale_version" } });
    expect(error.details.current).toMatchObject({ task: { title: "Second", version: 2 } });
    expect(error.details.current).toHaveProperty("differences", [
      { field: "title", current: "Second", submitted: "Third" },
    ]);
    expect(await read(task.id)).toMatchObject({ title: "Second", version: 2 });
  });

  it("lets exactly one of many updates of the same version through", async () => {
    const { id: taskId } = await create({ projectId: await createProjectKey(), title: "Contested" });
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        invoke(updateTask, member(), { taskId, version: 1, title: `By ${index}` }),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await read(taskId)).version).toBe(2);
  });

  it("gives tasks to members only, and leaves them with somebody who has left", async () => {
    const leaver = workspace.users.auditor;
    const task = await create({ projectId: await createProjectKey(), title: "Mine", assigneeId: leaver.id });
    const foreign = { taskId: task.id, version: 1, assigneeId: other.users.member.id };
    expect((await refusalOf(invoke(updateTask, member(), foreign))).code).toBe("validation");
    await superuserSql()`delete from memberships where workspace_id = ${workspace.id} and user_id = ${leaver.id}`;
    const kept = { taskId: task.id, version: 1, title: "Still", assigneeId: leaver.id };
    const { task: after } = await outputOf(invoke(updateTask, member(), kept));
    expect(after).toMatchObject({ title: "Still", assignee: { id: leaver.id } });
    expect((await outputOf(invoke(listAssignees, member(), {}))).items).not.toContainEqual(
      expect.objectContaining({ id: leaver.id }),
    );
  });

  it("refuses bad input, missing permission and strangers, and the task stays as it was", async () => {
    const task = await create({ projectId: await createProjectKey(), title: "Untouched" });
    const taskId = task.id;
    for (const input of [
      { taskId },
      { taskId, version: 0 },
      { taskId, version: "1" },
      { taskId, version: 1, number: 2 },
    ]) {
      expect((await refusalOf(invoke(updateTask, member(), input))).code).toBe("validation");
    }
    const input = { taskId, version: 1, title: "Touched" };
    const reader = keyContext(workspace, "development", ["tasks:read", "tasks:delete"]);
    expect((await refusalOf(invoke(updateTask, reader, input))).code).toBe("forbidden");
    for (const ctx of strangers()) expect((await refusalOf(invoke(updateTask, ctx, input))).code).toBe("not_found");
    expect(await read(taskId)).toEqual(task);
  });
});

describe("task.complete", () => {
  it("marks as done, and says the same when it is done already", async () => {
    const { number: taskId } = await create({ projectId: await createProjectKey(), title: "Finish" });
    const first = await invoke(completeTask, member(), { taskId, version: 1 });
    expect(first).toMatchObject({ output: { task: { status: "done", version: 2 } } });
    expect(first).toHaveProperty("changes.0.before", { status: "todo", completedAt: null });
    const second = await invoke(completeTask, member(), { taskId, version: 1 });
    expect(second).toMatchObject({ changes: [] });
    expect(await outputOf(Promise.resolve(second))).toEqual(await outputOf(Promise.resolve(first)));
  });

  it("refuses a stale version", async () => {
    const { id: taskId } = await create({ projectId: await createProjectKey(), title: "Moving" });
    await invoke(updateTask, member(), { taskId, version: 1, title: "Moved" });
    const error = await refusalOf(invoke(completeTask, member(), { taskId, version: 1 }));
    expect(error).toMatchObject({ code: "conflict", details: { current: { task: { title: "Moved" } } } });
    expect((await outputOf(invoke(completeTask, member(), { taskId }))).task.status).toBe("done");
  });

  it("refuses bad input, missing permission and strangers", async () => {
    const task = await create({ projectId: await createProjectKey(), title: "Untouched" });
    expect((await refusalOf(invoke(completeTask, member(), {}))).code).toBe("validation");
    const input = { taskId: task.id };
    const reader = keyContext(workspace, "development", ["tasks:read"]);
    expect((await refusalOf(invoke(completeTask, reader, input))).code).toBe("forbidden");
    for (const ctx of strangers()) expect((await refusalOf(invoke(completeTask, ctx, input))).code).toBe("not_found");
    expect(await read(task.id)).toEqual(task);
  });
});

describe("task.delete", () => {
  it("takes the comments with it and names every one as a change", async () => {
    const { id: taskId, number } = await create({ projectId: await createProjectKey(), title: "Gone" });
    await invoke(addComment, member(), { taskId, body: "first" });
    await invoke(addComment, member(), { taskId, body: "second" });
    const dry = await invoke(deleteTask, member(), { taskId }, { mode: "dry_run" });
    expect(dry).toMatchObject({ status: "dry_run", output: { commentsDeleted: 2 } });
    expect(await read(taskId)).toMatchObject({ commentCount: 2 });

    const outcome = await invoke(deleteTask, member(), { taskId, version: 1 });
    expect(outcome).toMatchObject({
      output: { deleted: { id: taskId, number }, commentsDeleted: 2 },
      changes: [
        { target: { type: "task", id: taskId }, before: { title: "Gone" }, after: null },
        { target: { type: "comment" }, before: { body: "first", taskId }, after: null },
        { target: { type: "comment" }, before: { body: "second", taskId }, after: null },
      ],
    });
    expect((await refusalOf(read(taskId))).code).toBe("not_found");
    expect((await refusalOf(invoke(deleteTask, member(), { taskId }))).code).toBe("not_found");
  });

  it("takes thousands of comments with it: all in the history, the first of them in the event", async () => {
    const { id: taskId } = await create({ projectId: await createProjectKey(), title: "Chatty" });
    await superuserSql()`
      insert into comments (workspace_id, environment, id, task_id, body, author_kind, author_name)
      select ${workspace.id}, 'development', gen_random_uuid(), ${taskId}, 'again', 'system', 'bot' from generate_series(1, 4000)`;
    const ctx = member();
    const { commentsDeleted } = await outputOf(invoke(deleteTask, ctx, { taskId }));
    expect(commentsDeleted).toBe(4000);
    const [{ count } = { count: 0 }] = await superuserSql()<{ count: number }[]>`
      select count(*)::int as count from changes c join audit_events e on e.id = c.audit_event_id
      where e.workspace_id = ${workspace.id} and e.request_id = ${ctx.source.requestId}`;
    expect(count).toBe(4001);
  });

  it("deletes once when two do it at the same time, and loses no comment unseen", async () => {
    const { id: taskId } = await create({ projectId: await createProjectKey(), title: "Twice" });
    const [first, second, comment] = await Promise.allSettled([
      invoke(deleteTask, member(), { taskId }),
      invoke(deleteTask, member(), { taskId }),
      invoke(addComment, member(), { taskId, body: "wait" }),
    ]);
    const deletions = [first, second].filter(({ status }) => status === "fulfilled");
    expect(deletions).toHaveLength(1);
    const seen = await superuserSql()`
      select 1 from changes where target_type = 'comment' and before->>'taskId' = ${taskId}`;
    expect(seen).toHaveLength(comment.status === "fulfilled" ? 1 : 0);
  });

  it("refuses a stale version, bad input, missing permission and strangers", async () => {
    const task = await create({ projectId: await createProjectKey(), title: "Stays" });
    const taskId = task.id;
    await invoke(updateTask, member(), { taskId, version: 1, title: "Stays here" });
    expect((await refusalOf(invoke(deleteTask, member(), { taskId, version: 1 }))).code).toBe("conflict");
    expect((await refusalOf(invoke(deleteTask, member(), { taskId, force: true }))).code).toBe("validation");
    const writer = keyContext(workspace, "development", ["tasks:read", "tasks:write"]);
    expect((await refusalOf(invoke(deleteTask, writer, { taskId }))).code).toBe("forbidden");
    for (const ctx of strangers())
      expect((await refusalOf(invoke(deleteTask, ctx, { taskId }))).code).toBe("not_found");
    expect(await read(taskId)).toMatchObject({ title: "Stays here", version: 2 });
  });
});

describe("task.list_assignees", () => {
  it("lists the members of the workspace, and nobody else", async () => {
    const { items } = await outputOf(invoke(listAssignees, member(), {}));
    const ids = items.map(({ id }) => id);
    expect(ids).toContain(workspace.users.owner.id);
    expect(ids).not.toContain(other.users.owner.id);
  });

  it("refuses bad input and missing permission", async () => {
    expect((await refusalOf(invoke(listAssignees, member(), { all: true }))).code).toBe("validation");
    const ctx = keyContext(workspace, "development", ["projects:read"]);
    expect((await refusalOf(invoke(listAssignees, ctx, {}))).code).toBe("forbidden");
  });
});

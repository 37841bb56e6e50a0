import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, outputOf, superuserSql, type TestWorkspace, userContext } from "#db/testing/index.ts";
import { SAME_EACH_RUN } from "#db/testing/same-each-run.ts";
import { addComment } from "#lib/comments/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { invoke, type Operation, type Outcome } from "#lib/kernel/index.ts";
import { createProject, updateProject } from "#lib/projects/index.ts";
import { completeTask, createTask, deleteTask, updateTask } from "#lib/tasks/index.ts";
import { TASK_PRIORITIES, TASK_STATUSES } from "#lib/tasks/schemas.ts";
import { revertChanges } from "./index.ts";

const RUNS = 10;
const ROLES = ["owner", "admin", "member"] as const;

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await createTestWorkspace("Any change");
});
const person = () => userContext(workspace, "owner", "staging");

/** All columns of all project data, but for what moves on with every change. */
const rows = () => superuserSql()<{ row: unknown }[]>`
  select to_jsonb(p) - 'version' - 'updated_at' - 'next_task_number' as row from projects p where workspace_id = ${workspace.id}
  union all select to_jsonb(t) - 'version' - 'updated_at' from tasks t where workspace_id = ${workspace.id}
  union all select to_jsonb(c) from comments c where workspace_id = ${workspace.id} order by 1`;

// Any characters that can be stored, whatever they look like.
const text = (maxLength: number) =>
  fc.string({ unit: "binary", maxLength }).map((any) => any.replaceAll("\u0000", "␀"));
const line = (maxLength: number) => text(maxLength).map((any) => any.trim() || "Untitled");
const day = fc
  .date({ noInvalidDate: true, min: new Date("1900-01-01"), max: new Date("9999-12-31") })
  .map((date) => date.toISOString().slice(0, 10));
const taskFields = fc.record(
  {
    title: line(60),
    description: text(200),
    status: fc.constantFrom(...TASK_STATUSES),
    priority: fc.constantFrom(...TASK_PRIORITIES),
    dueOn: fc.option(day),
    labels: fc.uniqueArray(line(12), { maxLength: 5 }),
    assignee: fc.option(fc.constantFrom(...ROLES)),
  },
  { requiredKeys: [] },
);
const projectFields = fc.record(
  { name: line(60), description: text(200), isArchived: fc.boolean() },
  { requiredKeys: [] },
);
const place = fc.nat(99);
const step = fc.oneof(
  fc.record({ kind: fc.constant("createProject" as const), name: line(60), description: text(200) }),
  fc.record({ kind: fc.constant("updateProject" as const), place, fields: projectFields }),
  fc.record({ kind: fc.constant("createTask" as const), place, title: line(60), fields: taskFields }),
  fc.record({ kind: fc.constant("updateTask" as const), place, fields: taskFields }),
  fc.record({ kind: fc.constant("updateTask" as const), place, fields: taskFields }),
  fc.record({ kind: fc.constant("completeTask" as const), place }),
  fc.record({ kind: fc.constant("deleteTask" as const), place }),
  fc.record({ kind: fc.constant("addComment" as const), place, body: line(200) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Row {
  readonly id: string;
  readonly version: number;
}

/** One of those that are there; null where there is none. */
async function pick(table: "projects" | "tasks", at: number): Promise<Row | null> {
  const sql = superuserSql();
  const all = await sql<Row[]>`
    select id, version from ${sql(table)} where workspace_id = ${workspace.id} order by created_at, id`;
  return all[at % Math.max(1, all.length)] ?? null;
}

function fieldsOf({ assignee, ...rest }: { assignee?: (typeof ROLES)[number] | null }) {
  if (assignee === undefined) return rest;
  return { ...rest, assigneeId: assignee === null ? null : workspace.users[assignee].id };
}

/** What a step calls; null where there is nothing to call it on. */
async function callOf(doing: Step): Promise<readonly [Operation, object] | null> {
  if (doing.kind === "createProject") {
    const { name, description } = doing;
    return [createProject as Operation, { name, description }];
  }
  const isOfProject = doing.kind === "updateProject" || doing.kind === "createTask";
  const on = await pick(isOfProject ? "projects" : "tasks", doing.place);
  if (on === null) return null;
  const { id, version } = on;
  switch (doing.kind) {
    case "updateProject":
      return [updateProject as Operation, { projectId: id, version, ...doing.fields }];
    case "createTask":
      return [createTask as Operation, { projectId: id, title: doing.title, ...fieldsOf(doing.fields) }];
    case "updateTask":
      return [updateTask as Operation, { taskId: id, version, ...fieldsOf(doing.fields) }];
    case "completeTask":
      return [completeTask as Operation, { taskId: id }];
    case "deleteTask":
      return [deleteTask as Operation, { taskId: id }];
    case "addComment":
      return [addComment as Operation, { taskId: id, body: doing.body }];
  }
}

type Done = Extract<Outcome<unknown>, { status: "done" }>;

/** Null when the step did nothing: an archived project takes no tasks, for instance. */
async function take(doing: Step): Promise<Done | null> {
  const call = await callOf(doing);
  if (call === null) return null;
  try {
    const outcome = await invoke(call[0], person(), call[1]);
    return outcome.status === "done" && outcome.changes.length > 0 ? outcome : null;
  } catch (error) {
    if (isAppError(error) && error.code === "conflict") return null;
    throw error;
  }
}

const revert = (eventId: string) => invoke(revertChanges, person(), { of: { eventId } });

/** Kinds of changes, and columns of updates, that were taken back. */
const seen = { kinds: new Set<string>(), columns: new Set<string>() };

function note({ changes }: Done): void {
  for (const { target, before, after } of changes) {
    const kind = before === null ? "created" : after === null ? "deleted" : "updated";
    seen.kinds.add(`${target.type} ${kind}`);
    if (kind === "updated") for (const name of Object.keys(before ?? {})) seen.columns.add(`${target.type}.${name}`);
  }
}

describe("any change of anything", () => {
  it("is taken back to the row as it was, in any state of the rest, and the revert as well", {
    timeout: 240_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        await outputOf(invoke(createProject, person(), { name: "There already" }));
        const taken: { readonly before: unknown; readonly done: Done }[] = [];
        for (const doing of steps) {
          const before = await rows();
          const done = await take(doing);
          if (done !== null) taken.push({ before, done });
        }
        for (const { before, done } of taken.toReversed()) {
          const after = await rows();
          const reverted = await revert(done.auditEventId);
          expect(await rows()).toEqual(before);
          if (reverted.status !== "done") throw new Error(reverted.status);
          const again = await revert(reverted.auditEventId);
          expect(await rows()).toEqual(after);
          if (again.status !== "done") throw new Error(again.status);
          await outputOf(revert(again.auditEventId));
          expect(await rows()).toEqual(before);
          note(done);
        }
      }),
      { ...SAME_EACH_RUN, numRuns: RUNS },
    );
  });

  it("was each kind of change that can be taken back, and each column that an update can change", () => {
    expect([...seen.kinds].toSorted()).toEqual([
      "comment created",
      "comment deleted",
      "project created",
      "project updated",
      "task created",
      "task deleted",
      "task updated",
    ]);
    expect([...seen.columns].toSorted()).toEqual([
      ...["archivedAt", "description", "isArchived", "name"].map((name) => `project.${name}`),
      ...[
        "assigneeId",
        "assigneeName",
        "completedAt",
        "description",
        "dueOn",
        "labels",
        "priority",
        "status",
        "title",
      ].map((name) => `task.${name}`),
    ]);
  });
});

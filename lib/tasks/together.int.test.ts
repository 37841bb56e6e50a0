import { beforeAll, describe, expect, it } from "vitest";
import { type Tx, withWorkspace } from "#db/tenant.ts";
import { createTestWorkspace, outputOf, type TestWorkspace, userContext } from "#db/testing/index.ts";
import { statementsOf } from "#db/testing/statements.ts";
import { addComment } from "#lib/comments/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask } from "./index.ts";
import { findTaskRecord } from "./store.ts";
import { findTaskRecordTogether } from "./together-store.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;
let tasks: { readonly id: string; readonly number: string }[];
let foreign: { readonly id: string; readonly number: string }[];

const UNKNOWN = "00000000-0000-7000-8000-000000000000";

async function fill(of: TestWorkspace, environment: "development" | "production", key: string) {
  const ctx = userContext(of, "owner", environment);
  await outputOf(invoke(createProject, ctx, { name: "Website", key }));
  const made: { id: string; number: string }[] = [];
  for (const extra of [{ assigneeId: of.users.admin.id, dueOn: "2031-02-03" }, { labels: ["a", "b"] }]) {
    const { task } = await outputOf(invoke(createTask, ctx, { projectId: key, title: "Paint it", ...extra }));
    made.push({ id: task.id, number: task.number });
  }
  await outputOf(invoke(addComment, ctx, { taskId: made[0]?.id, body: "Blue, please" }));
  return made;
}

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Acme"), createTestWorkspace("Other")]);
  tasks = await fill(workspace, "development", "WEB");
  foreign = [...(await fill(other, "development", "WEC")), ...(await fill(workspace, "production", "WED"))];
});

const inDevelopment = <T>(work: (tx: Tx) => Promise<T>) =>
  withWorkspace({ workspaceId: workspace.id, environment: "development" }, "read", work);

describe("tasks that are read together", () => {
  it("are what each is by itself, in the order in which they were asked for, by one statement", async () => {
    const own = tasks.flatMap(({ id, number }) => [id, number.toLowerCase(), id.toUpperCase()]);
    const missing = [
      UNKNOWN,
      "WEB-99",
      "WEB-9999999999",
      "NONE-1",
      ...foreign.flatMap(({ id, number }) => [id, number]),
    ];
    const refs = [...own, ...missing, ...own];
    const alone = await inDevelopment((tx) => Promise.all(refs.map((ref) => findTaskRecord(tx, ref))));
    expect(alone.filter((record) => record !== null)).toHaveLength(own.length * 2);
    const read = () => inDevelopment((tx) => Promise.all(refs.map((ref) => findTaskRecordTogether(tx, ref))));
    expect(await read()).toEqual(alone);
    expect(await statementsOf(read)).toEqual(["begin", "select", "select", "commit"]);
  });

  it("are not there where their projects are not to be seen", async () => {
    const sight = { workspaceId: workspace.id, environment: "development", projectIds: [UNKNOWN] } as const;
    const refs = tasks.map(({ number }) => number);
    const read = (tx: Tx) => Promise.all(refs.map((ref) => findTaskRecordTogether(tx, ref)));
    expect(await withWorkspace(sight, "read", read)).toEqual([null, null]);
  });
});

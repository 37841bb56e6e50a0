import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { callTool, createKey, type Key, type ToolResult } from "#db/testing/mcp-calls.ts";
import { getApproval, listApprovals } from "#lib/approvals/index.ts";
import { DEFAULT_POLICIES, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask } from "#lib/tasks/index.ts";

const reason = "clean-up";
let workspace: TestWorkspace;
let key: Key;

beforeAll(async () => {
  workspace = await createTestWorkspace("Large writes");
  key = await createKey(workspace, { environment: "production" });
  await outputOf(invoke(createProject, person(), { name: "Acme", key: "ACM" }));
});

const person = () => userContext(workspace, "owner", "production");
const admin = () => userContext(workspace, "admin", null);
const tool = (name: string, args: object, by = key) => callTool(by.token, name, { ...args });

/** A task with so many comments: its deletion changes one row more. */
async function discussed(comments: number, body = "Comment"): Promise<string> {
  const { task } = await outputOf(invoke(createTask, person(), { projectId: "ACM", title: "Discussed" }));
  await superuserSql()`
    insert into comments (workspace_id, environment, id, task_id, body, author_kind, author_id, author_name)
    select ${workspace.id}, 'production', gen_random_uuid(), ${task.id}, ${body} || ' ' || n, 'user', null, 'Olivia'
    from generate_series(1, ${comments}::int) as n`;
  return task.id;
}

const isThere = async (id: string) => (await superuserSql()`select 1 from tasks where id = ${id}`).length === 1;
const pausedBy = async ({ id }: Key) =>
  (await superuserSql()`select writes_paused_by as by from api_keys where id = ${id}`)[0]?.by;

interface Preview {
  readonly changes: readonly { readonly before: { readonly body?: string } }[];
  readonly counts: unknown;
  readonly left: number;
}
const previewIn = ({ structuredContent }: ToolResult) => structuredContent?.preview as Preview;

/** @param says in the sentence for the model */
async function expectRefused(result: Awaited<ReturnType<typeof tool>>, code: string, why: string, says: string[]) {
  expect(result).toMatchObject({ isError: true, reply: { status: 200 } });
  for (const part of says) expect(result.content?.[0]?.text).toContain(part);
  expect(result.content?.[1]?.text).toContain(`"code":"${code}"`);
  expect(result.content?.[1]?.text).toContain(`"reason":"${why}"`);
  const [event, ...others] = await listAuditEvents(workspace, result.reply.requestId);
  expect(others).toEqual([]);
  return event;
}

const asPolicy = (version: number, given: object) =>
  outputOf(
    invoke(setEnvironmentPolicy, systemContext(workspace), {
      environment: "production",
      version,
      settings: { ...DEFAULT_POLICIES.production, ...given },
    }),
  );

describe("a deletion of as many rows as one call may touch", () => {
  it("is approved by somebody who can see every one of them; the client is told where all of it is", async () => {
    const id = await discussed(999);
    const asked = await tool("delete_task", { task_id: id, reason });
    expect(asked.structuredContent).toMatchObject({ status: "approval_required" });
    expect([previewIn(asked).changes.length, previewIn(asked).left]).toEqual([500, 500]);
    expect(asked.content?.[1]?.text).toContain("- and 990 more");
    expect(asked.content?.[1]?.text).toContain("in the browser, where all of it is shown");

    const pendingWriteId = String(asked.structuredContent?.pending_write_id);
    const { approval } = await outputOf(invoke(getApproval, admin(), { pendingWriteId }));
    expect([approval.changes.length, approval.changesLeft]).toEqual([1_000, 0]);
    const bodies = new Set(approval.changes.map(({ before }) => before?.body));
    expect(Array.from({ length: 999 }, (_, n) => bodies.has(`Comment ${n + 1}`))).not.toContain(false);

    const { items } = await outputOf(invoke(listApprovals, admin(), {}));
    expect(items.find(({ id: listed }) => listed === pendingWriteId)).toMatchObject({
      subject: "ACM-1 Discussed",
      counts: [{ count: 1 }, { count: 999 }],
    });
    const own = (await tool("list_pending_writes", {})).structuredContent as { items: { preview: Preview }[] };
    expect([own.items[0]?.preview.changes.length, own.items[0]?.preview.left]).toEqual([20, 980]);
  });

  it("is confirmed, where the policy wants no more, with every one of them in the preview", async () => {
    const id = await discussed(700);
    const { policy } = await asPolicy(0, { destructiveConfirmation: "confirm" });
    const asked = await tool("delete_task", { task_id: id, reason });
    expect(asked.structuredContent).toMatchObject({ status: "confirmation_required" });
    expect([previewIn(asked).changes.length, previewIn(asked).left]).toEqual([701, 0]);
    await asPolicy(policy.version, {});
  });
});

describe("a write is refused, in words for a model and on record, when", () => {
  it("nobody can be shown all of it: also where no number of rows is too many; the key's writes go on", async () => {
    const id = await discussed(2_000);
    const [{ version = 0 } = {}] = await superuserSql()<{ version: number }[]>`
      select version from environment_policies where workspace_id = ${workspace.id} and environment = 'production'`;
    const { policy } = await asPolicy(version, { maxRows: null });
    const event = await expectRefused(
      await tool("delete_task", { task_id: id, reason }),
      "forbidden",
      "preview_too_large",
      ["2001 changes, more than a person can be shown whole", "Nothing was written", "Don't retry", "in smaller parts"],
    );
    expect(event).toMatchObject({ action: "task.delete", status: "denied", errorReason: "preview_too_large" });
    expect(await isThere(id)).toBe(true);
    expect(await pausedBy(key)).toBeNull();
    expect(await superuserSql()`select 1 from pending_writes where input ->> 'taskId' = ${id}`).toEqual([]);
    await asPolicy(policy.version, {});
  });

  it("it would touch more rows than one call may: the key's writes are paused", async () => {
    const own = await createKey(workspace, { environment: "production" });
    const id = await discussed(1_000);
    const event = await expectRefused(
      await tool("delete_task", { task_id: id, reason }, own),
      "forbidden",
      "too_many_rows",
      ["This would touch 1001 rows, and one call may touch 1000.", "Stop writing", "tell your user"],
    );
    expect(event).toMatchObject({ action: "task.delete", status: "denied", errorReason: "too_many_rows" });
    expect(await isThere(id)).toBe(true);
    expect(await pausedBy(own)).toBe("rows");
  });

  it("a hundred of its key's wait already; one less, and it is shown", async () => {
    const own = await createKey(workspace, { environment: "production" });
    const ask = (n: number) => tool("create_project", { name: `Proposed ${n}`, key: `P${n}`, reason }, own);
    const first = await ask(0);
    // What the one that waits is like, 99 times more; a hundred calls of the product would take a minute's budget.
    await superuserSql()`
      insert into pending_writes
      select (jsonb_populate_record(row, jsonb_build_object('id', gen_random_uuid(), 'input_digest', 'other ' || n))).*
      from pending_writes as row, generate_series(1, 99) as n where row.credential_id = ${own.id}`;
    const event = await expectRefused(await ask(1), "conflict", "too_many_pending_writes", [
      "100 writes of this key wait for a person already.",
      "Stop, tell your user, and cancel what is no longer wanted.",
    ]);
    expect(event).toMatchObject({ action: "project.create", status: "error", errorReason: "too_many_pending_writes" });
    expect(await superuserSql()`select 1 from projects where workspace_id = ${workspace.id} and key = 'P1'`).toEqual(
      [],
    );
    await tool("cancel_write", { token: first.structuredContent?.confirm_token }, own);
    expect((await ask(1)).structuredContent).toMatchObject({ status: "confirmation_required" });
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  outputOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { type AuditEvent, append } from "#lib/audit/index.ts";
import { sealWorkspace } from "#lib/audit-evidence/index.ts";
import { indexWorkspace, listAuditFacets } from "#lib/audit-log/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask } from "#lib/tasks/index.ts";
import { applyRetention, previewRetention, setRetention } from "./index.ts";

const KEY = { kind: "api_key", id: newId(), name: "old-laptop", hint: "pst_stg_…aaaa" } as const;

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await createTestWorkspace("Along");
  await superuserSql()`select ensure_past_audit_partitions(${new Date(Date.now() - 130 * DAY_MS)})`;
});

interface Written {
  readonly daysAgo: number;
  readonly environment?: AuditEvent["environment"];
  readonly tool?: string;
  readonly ip?: string;
  readonly target?: { readonly type: string; readonly id: string };
}

/** An event of a key's, and its change where it has a target. */
async function write({ daysAgo, environment = "staging", tool = "list_tasks", ip = "192.0.2.1", target }: Written) {
  const at = new Date(Date.now() - daysAgo * DAY_MS).toISOString();
  const id = newId();
  const none = { errorCode: null, errorReason: null, params: null, result: null, changes: null, reason: null } as const;
  const client = { userAgent: null, clientName: "Cursor", clientVersion: null, protocolVersion: null, traceId: null };
  await append({
    ...{ ...none, id, occurredAt: at, workspaceId: workspace.id, environment, tool, target: null, durationUs: 1 },
    ...{ action: "task.list", effect: "read", channel: "mcp", status: "success", foldedCount: 1 },
    ...{ confirmation: null, idempotencyKey: null, source: { ...client, ip, requestId: newId() } },
    actor: { kind: "api_key", id: KEY.id, name: KEY.name, user: null, credential: KEY, sessionId: null },
  } satisfies AuditEvent);
  if (target === undefined) return;
  await superuserSql()`
    insert into changes (workspace_id, id, environment, audit_event_id, action, channel, target_type, target_id, target_label,
      actor_kind, actor_name, created_at)
    values (${workspace.id}, ${newId()}, ${environment}, ${id}, 'task.update', 'mcp', ${target.type}, ${target.id}, 'It',
      'api_key', ${KEY.name}, ${at})`;
}

async function settle(): Promise<void> {
  await sealWorkspace(workspace.id, new Date(), { signsAll: true });
  await indexWorkspace(workspace.id);
}

const run = () => applyRetention(systemContext(workspace));
const preview = async (stream: "staging" | "workspace" = "staging") => {
  const { items } = await outputOf(invoke(previewRetention, userContext(workspace, "auditor", null), { stream }));
  return items[0];
};
const namesOf = async (field: string) => {
  const rows = await superuserSql()<{ value: string; events: number }[]>`
    select value, events::int from audit_names where workspace_id = ${workspace.id} and field = ${field} order by 1`;
  return Object.fromEntries(rows.map(({ value, events }) => [value, events]));
};
const firstUses = async () => {
  const rows = await superuserSql()<{ use: string }[]>`
    select kind || ' ' || value as use from audit_first_uses where workspace_id = ${workspace.id} order by 1`;
  return rows.map(({ use }) => use);
};
const changesOf = async (id: string) => {
  const rows = await superuserSql()`select from changes where workspace_id = ${workspace.id} and target_id = ${id}`;
  return rows.length;
};

describe("names and first uses", () => {
  it("go when no event is left that has them, as the preview says; others are counted down", async () => {
    await write({ daysAgo: 100, tool: "delete_task", ip: "198.51.100.9" });
    await write({ daysAgo: 99, tool: "delete_task", ip: "198.51.100.9" });
    await write({ daysAgo: 98 });
    await write({ daysAgo: 1 });
    await settle();
    expect(await namesOf("tool")).toEqual({ delete_task: 2, list_tasks: 2 });
    expect(await firstUses()).toEqual([
      "address 192.0.2.1",
      "address 198.51.100.9",
      "client Cursor",
      "tool delete_task",
      "tool list_tasks",
    ]);
    expect(await preview()).toMatchObject({ events: 3, names: 1, firstUses: 2, changes: 0 });
    expect(await run()).toEqual({ staging: 3 });
    expect(await namesOf("tool")).toEqual({ list_tasks: 1 });
    expect(await namesOf("key")).toEqual({ [KEY.name]: 1 });
    expect(await firstUses()).toEqual(["address 192.0.2.1", "client Cursor", "tool list_tasks"]);
    const facets = await outputOf(invoke(listAuditFacets, userContext(workspace, "auditor", null), {}));
    expect(JSON.stringify(facets)).not.toContain("delete_task");
    expect(await preview()).toMatchObject({ events: 0, names: 0, firstUses: 0, changes: 0 });
  });

  it("stay where an event has them that isn't removed, because it is held or in another environment", async () => {
    await write({ daysAgo: 100, tool: "delete_task" });
    await write({ daysAgo: 100, tool: "delete_task", environment: "production" });
    await settle();
    const held = { stream: "production", keepDays: 90, holdReason: "Case 12/2026", version: 0 };
    await outputOf(invoke(setRetention, userContext(workspace, "owner", null), held));
    expect(await run()).toEqual({ staging: 1 });
    expect(await namesOf("tool")).toEqual({ delete_task: 1 });
    expect(await firstUses()).toContain("tool delete_task");
  });

  it("of another workspace are not touched", async () => {
    await write({ daysAgo: 100, tool: "delete_task" });
    await settle();
    const first = workspace;
    workspace = await createTestWorkspace("Elsewhere");
    await write({ daysAgo: 100, tool: "delete_task" });
    await settle();
    expect(await run()).toEqual({ staging: 1 });
    expect(await firstUses()).toEqual([]);
    workspace = first;
    expect(await namesOf("tool")).toEqual({ delete_task: 1 });
    expect(await firstUses()).toContain("tool delete_task");
  });
});

describe("changes", () => {
  it("of projects and tasks that are there stay, those of things that are gone go", async () => {
    const ctx = userContext(workspace, "owner", "staging");
    const { project } = await outputOf(invoke(createProject, ctx, { name: "Kept", key: "KPT" }));
    const { task } = await outputOf(invoke(createTask, ctx, { projectId: project.id, title: "Kept" }));
    const gone = newId();
    for (const id of [task.id, gone, gone]) await write({ daysAgo: 100, target: { type: "task", id } });
    await write({ daysAgo: 100, target: { type: "project", id: project.id } });
    // Its own event went long ago, when the task was still there.
    await superuserSql()`
      insert into changes (workspace_id, id, environment, audit_event_id, action, channel, target_type, target_id,
        target_label, actor_kind, actor_name, created_at)
      values (${workspace.id}, ${newId()}, 'staging', ${newId()}, 'task.create', 'mcp', 'task', ${gone}, 'It', 'user', 'Ada',
        now() - interval '300 days')`;
    await write({ daysAgo: 1, target: { type: "task", id: gone } });
    await settle();
    expect(await preview()).toMatchObject({ events: 4, changes: 2 });
    expect(await run()).toEqual({ staging: 4 });
    expect([await changesOf(task.id), await changesOf(project.id)]).toEqual([2, 2]);
    // The youngest one's event is still in the log.
    expect(await changesOf(gone)).toBe(1);
  });

  it("of acts of the workspace go with their events", async () => {
    const [old, young] = [newId(), newId()];
    await write({ daysAgo: 100, environment: null, target: { type: "api_key", id: old } });
    await write({ daysAgo: 1, environment: null, target: { type: "api_key", id: young } });
    await settle();
    expect(await preview("workspace")).toMatchObject({ events: 1, changes: 1 });
    expect(await run()).toEqual({ workspace: 1 });
    expect([await changesOf(old), await changesOf(young)]).toEqual([0, 1]);
  });
});

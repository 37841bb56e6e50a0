import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "./fixtures/cli.ts";
import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { type Product, startProduct } from "./fixtures/product.ts";
import { SOAK_FACTOR } from "./fixtures/soak.ts";
import { lookInto } from "./fixtures/tenant-sql.ts";
import { createKey, createWorkspace, type Key, letKeysWrite, type Workspace } from "./fixtures/workspace.ts";

const CLIENTS = 16;
const ENVIRONMENT = "production";

interface Task {
  readonly task: { readonly id: string; readonly version: number };
}
interface Answered {
  readonly requestId: string;
  readonly tool: string;
}

class Unavailable extends Error {}

let product: Product;
let isDatabaseKilled = false;
let workspace: Workspace;
let key: Key;
let projectId: string;

beforeAll(async () => {
  const heads = mkdtempSync(join(tmpdir(), "postern-heads-"));
  product = await startProduct({ POSTERN_AUDIT_HEADS_FILE: join(heads, "heads.ndjson") });
  workspace = await createWorkspace(product);
  await letKeysWrite(product, workspace);
  key = await createKey(product, workspace, { environment: ENVIRONMENT });
  const made = await callForResult<{ project: { id: string } }>(product.url, key.token, "create_project", {
    name: "Under load",
    reason: "load",
  });
  projectId = made.project.id;
});

afterAll(async () => {
  rmSync(dirname(product.env.POSTERN_AUDIT_HEADS_FILE ?? ""), { recursive: true });
  await product.remove();
});

/** Calls without pause until the server is gone; what was answered in full counts. */
async function load(client: number, answered: Answered[]): Promise<void> {
  for (let round = 0; ; round += 1) {
    const title = `Task ${client}.${round}`;
    try {
      const created = await call(answered, "create_task", { project_id: projectId, title, reason: "load" });
      const { id, version } = (JSON.parse(created) as Task).task;
      await call(answered, "get_task", { task_id: id });
      await call(answered, "update_task", { task_id: id, version, title: `${title}!`, reason: "load" });
      await call(answered, "add_comment", { task_id: id, body: "Under load", reason: "load" });
      await call(answered, "get_task", { task_id: "NOPE-1" });
      if (round % 3 === 0) await call(answered, "delete_task", { task_id: id, reason: "load" });
    } catch (error) {
      // The fetch failed: the server is gone. Or it says that the database is, in the moment before it goes as well.
      if (error instanceof TypeError || (isDatabaseKilled && error instanceof Unavailable)) return;
      throw error;
    }
  }
}

async function call(answered: Answered[], tool: string, args: Record<string, unknown>): Promise<string> {
  const { status, requestId, text } = await callTool(product.url, key.token, tool, args);
  if (status === 503) throw new Unavailable(text);
  expect(status, text).toBe(200);
  answered.push({ requestId, tool });
  const { result } = JSON.parse(text) as { result: { structuredContent?: unknown } };
  return JSON.stringify(result.structuredContent ?? null);
}

function postmasterPid(): number {
  const cluster = realpathSync(join(product.env.POSTERN_DATA_DIR ?? "", "postgres"));
  return Number(readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")[0]);
}

const inWorkspace = <T>(look: (sql: Sql) => Promise<T>) =>
  lookInto(product, { workspaceId: workspace.id, environment: ENVIRONMENT }, look);

/** Every sentence here is one that must find nothing. */
async function halfWritten(): Promise<Record<string, readonly unknown[]>> {
  return inWorkspace(async (sql) => ({
    "a task without the change that made it": await sql`
      select t.id from tasks t
      where not exists (select from changes c where c.target_id = t.id::text and c.action = 'task.create')`,
    "a task whose version is not its number of changes": await sql`
      select t.id, t.version from tasks t
      where t.version <> (select count(*) from changes c where c.target_id = t.id::text and c.target_type = 'task')`,
    "a comment without its change": await sql`
      select m.id from comments m where not exists (select from changes c where c.target_id = m.id::text)`,
    "a change without its event": await sql`
      select c.id from changes c where not exists (select from audit_events e where e.id = c.audit_event_id)`,
    "a successful write's event without a change": await sql`
      select e.id, e.action from audit_events e
      where e.status = 'success' and e.effect <> 'read' and e.channel = 'mcp'
        and not exists (select from changes c where c.audit_event_id = e.id)`,
    "a deleted task that is still there": await sql`
      select t.id from tasks t join changes c on c.target_id = t.id::text and c.action = 'task.delete'
      where c.target_type = 'task'`,
    "a task number given twice": await sql`
      select project_id, number from tasks group by 1, 2 having count(*) > 1`,
  }));
}

/** Leaves and heads of the audit log: without a gap or a fork, and extending every head that was written outside. */
async function sealedAndVerified(): Promise<Record<string, unknown>> {
  await runCli(product, ["audit", "seal", "--workspace", workspace.slug]);
  const report = await runCli<Record<string, unknown>>(product, ["audit", "verify", "--workspace", workspace.slug]);
  const [count] = await inWorkspace(
    (sql) => sql`select count(*)::int as events from audit_events where environment = ${ENVIRONMENT}`,
  );
  return { ...report, eventsThere: count?.events };
}

async function withoutEvent(answered: readonly Answered[]): Promise<readonly Answered[]> {
  const rows = await inWorkspace(
    (sql) => sql<{ requestId: string }[]>`select request_id as "requestId" from audit_events`,
  );
  const counts = Map.groupBy(rows, ({ requestId }) => requestId);
  return answered.filter(({ requestId }) => counts.get(requestId)?.length !== 1);
}

describe("kill -9 under load", () => {
  const rounds = Array.from({ length: 2 * SOAK_FACTOR }, (_, index) => index);

  it.each(rounds)("leaves no answered call without its event and no half-written change, round %i", async (round) => {
    const answered: Answered[] = [];
    isDatabaseKilled = false;
    const clients = Array.from({ length: CLIENTS }, (_, client) => load(client, answered));
    // Each round at another point: after so many answers, however long the machine takes for them.
    const enough = 3 * CLIENTS + 53 * (round % 4);
    await expect.poll(() => answered.length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(enough);
    // Every other time the database server goes the same way, at the same moment.
    isDatabaseKilled = round % 2 === 1;
    if (isDatabaseKilled) process.kill(postmasterPid(), "SIGKILL");
    await product.kill();
    await Promise.all(clients);

    product = await startProduct(product.env);
    expect(await withoutEvent(answered)).toEqual([]);
    for (const [what, rows] of Object.entries(await halfWritten())) expect(rows, what).toEqual([]);
    const report = await sealedAndVerified();
    expect(report).toMatchObject({
      ok: true,
      streams: expect.arrayContaining([expect.objectContaining({ stream: ENVIRONMENT, events: report.eventsThere })]),
    });
    const { status } = await callTool(product.url, key.token, "whoami");
    expect(status).toBe(200);
  });
});

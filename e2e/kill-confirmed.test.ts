import { beforeAll, expect, it } from "vitest";
import { DOORS, product } from "./fixtures/doors.ts";
import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { type Product, startProduct, startSecondInstance } from "./fixtures/product.ts";
import { atOnce, SOAK_FACTOR } from "./fixtures/soak.ts";
import { lookInto } from "./fixtures/tenant-sql.ts";
import { createKey, createWorkspace, type Key, type Workspace } from "./fixtures/workspace.ts";

const CLIENTS = 6;
const KILLS = 10 * Math.min(SOAK_FACTOR, 20);
const [[, survivor]] = DOORS;

interface Pending {
  readonly status: string;
  readonly confirm_token: string | null;
}
interface Tried {
  readonly title: string;
  readonly token: string;
  isAnswered: boolean;
}

let workspace: Workspace;
let key: Key;
let projectId: string;

beforeAll(async () => {
  workspace = await createWorkspace(product, "Killed");
  key = await createKey(product, workspace, { environment: "production" });
  const project = { name: "Confirmed", reason: "load" };
  const made = await callForResult<{ project: { id: string } }>(survivor, key.token, "create_project", project);
  projectId = made.project.id;
});

/** Asks and confirms without pause until the server is gone; only a failed connection ends it. */
async function load(url: string, name: string, tried: Tried[]): Promise<void> {
  for (let round = 0; ; round += 1) {
    const title = `${name}.${round}`;
    try {
      const asked = await callTool(url, key.token, "create_task", { project_id: projectId, title, reason: "load" });
      const one = { title, token: tokenIn(asked.text), isAnswered: false };
      tried.push(one);
      const { status, text } = await confirm(url, one.token);
      expect(`${status} ${text}`).toContain('"status":"done"');
      one.isAnswered = true;
    } catch (error) {
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

const confirm = (url: string, token: string) => callTool(url, key.token, "confirm_write", { token, phrase: "CONFIRM" });

function tokenIn(text: string): string {
  const token = /"confirm_token":"(pwt1_[\w-]+)"/.exec(text)?.[1];
  if (token === undefined) throw new Error(`no token in ${text}`);
  return token;
}

/** Comes back as clients do: what was not answered is confirmed again, and what they never heard of is found. */
async function comeBack(tried: readonly Tried[]): Promise<void> {
  const again = (some: readonly Tried[]) => atOnce(some.length, (index) => confirm(survivor, some[index]?.token ?? ""));
  for (const { text } of await again(tried.filter(({ isAnswered }) => !isAnswered))) {
    expect(text).toMatch(/"status":"done"|confirm_token_used/);
  }
  const { items } = await callForResult<{ items: readonly Pending[] }>(survivor, key.token, "list_pending_writes", {});
  for (const { status, confirm_token: token } of items) {
    if (status === "pending" && token !== null)
      expect((await confirm(survivor, token)).text).toContain('"status":"done"');
  }
  for (const { text } of await again(tried)) expect(text).toContain("confirm_token_used");
}

/** What the runs that take long tell at their end: so many writes, and what was looked for among them. */
async function report(tried: readonly Tried[], found: Readonly<Record<string, readonly unknown[]>>): Promise<void> {
  const tenant = { workspaceId: workspace.id, environment: "production" };
  const [counts] = await lookInto(
    product,
    tenant,
    (sql) => sql<{ tasks: number; executed: number; events: number }[]>`
    select (select count(*)::int from tasks) as tasks,
      (select count(*)::int from pending_writes where status = 'executed' and operation = 'task.create') as executed,
      (select count(*)::int from audit_events where action = 'task.create' and status = 'success') as events`,
  );
  const answered = tried.filter(({ isAnswered }) => isAnswered).length;
  const lines = [
    `${KILLS} kills; tokens given out: ${tried.length}, confirmed before the kill: ${answered}`,
    `writes executed: ${counts?.executed}, tasks: ${counts?.tasks}, events: ${counts?.events}`,
    `tokens tried a second time: ${tried.length}, of them refused: ${tried.length}`,
    ...Object.entries(found).map(([what, rows]) => `${what}: ${rows.length}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Every sentence here is one that must find nothing. */
function broken(): Promise<Record<string, readonly unknown[]>> {
  const tenant = { workspaceId: workspace.id, environment: "production" };
  return lookInto(product, tenant, async (sql) => ({
    "a task that was made twice": await sql`select title from tasks group by title having count(*) > 1`,
    "a task whose write was not executed, or an executed write without its task": await sql`
      select p.id from pending_writes p where p.operation = 'task.create' and (p.status = 'executed') <> exists (
        select from tasks t where t.title = p.input ->> 'title')`,
    "an executed write without its one event": await sql`
      select p.id from pending_writes p where p.status = 'executed' and 1 <> (
        select count(*) from audit_events e where e.status = 'success' and e.id = p.executed_event_id
          and e.confirmation ->> 'pendingWriteId' = p.id::text)`,
    "a task without the one change of that event": await sql`
      select t.id from tasks t where 1 <> (
        select count(*) from changes c join pending_writes p on p.executed_event_id = c.audit_event_id
        where c.target_id = t.id::text)`,
    "an event of a task that is not there": await sql`
      select e.id from audit_events e where e.action = 'task.create' and e.status = 'success'
        and not exists (select from tasks t where t.id::text = e.target_id)`,
  }));
}

it(
  `writes what was confirmed once, with its event, through ${KILLS} kill -9 at any point`,
  async () => {
    // Its own address of the database, so that each instance after it needs none of the operator's commands.
    let next: Promise<Product> = startSecondInstance(product);
    const all: Tried[] = [];
    for (let round = 0; round < KILLS; round += 1) {
      const victim = await next;
      // The next one comes up while this one is under load: the load is longer, and the test is not.
      if (round + 1 < KILLS)
        next = startProduct({ ...victim.env, POSTERN_DATA_DIR: product.env.POSTERN_DATA_DIR ?? "" });
      const tried: Tried[] = [];
      const clients = Array.from({ length: CLIENTS }, (_, client) => load(victim.url, `${round}.${client}`, tried));
      const enough = 5 + Math.floor(Math.random() * 40);
      await expect.poll(() => tried.length, { timeout: 60_000, interval: 1 }).toBeGreaterThan(enough);
      await victim.kill();
      await Promise.all(clients);
      await comeBack(tried);
      all.push(...tried);
    }
    const found = await broken();
    if (SOAK_FACTOR > 1) await report(all, found);
    for (const [what, rows] of Object.entries(found)) expect(rows, what).toEqual([]);
  },
  60_000 * KILLS,
);

// node scripts/run.mjs bench/evidence.ts [--events 1000000] [--burst 200000]: how fast the audit log is sealed and verified,
// and how fast a backlog of some seconds is sealed on top of it. Asserts nothing.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { openDatabase } from "#db/boot.ts";
import { sealWorkspace, verifyAuditLog } from "#lib/audit-evidence/index.ts";
import { PERMISSIONS } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { provideEnvironment } from "#lib/env/index.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";

const { values } = parseArgs({
  options: { events: { type: "string", default: "1000000" }, burst: { type: "string", default: "200000" } },
});
const events = Number(values.events);
const burst = Number(values.burst);
/** A round that finds nothing has the last ten seconds to look through again. */
const BURST_SECONDS = 8;
const workspaceId = newId();

const folder = mkdtempSync(join(tmpdir(), "postern-bench-evidence-"));
chmodSync(folder, 0o755);
provideEnvironment({ POSTERN_DATA_DIR: join(folder, "data"), LOG_LEVEL: "error" });
const { config, close } = await openDatabase();
try {
  const url = config.databaseOwnerUrl ?? "";
  await makeWorkspace(url);
  await makeEvents(url, events, 3_600, BURST_SECONDS + 60);
  console.log(`${events} events over an hour, 41 columns, some 300 bytes of parameters each`);
  await measured("sealing", events, seal);
  await measured("verifying", events, () => verify(events));
  await makeEvents(url, burst, BURST_SECONDS, 0);
  console.log(`and ${burst} events of ${BURST_SECONDS} seconds on top`);
  await measured("sealing", burst, seal);
  await measured("a round that finds nothing", burst, () => sealWorkspace(workspaceId, new Date()));
  await verify(events + burst);
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true });
}

async function makeWorkspace(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql.begin(async (tx) => {
    await tx`select set_config('app.workspace_id', ${workspaceId}, true)`;
    await tx`insert into workspaces (id, slug, name) values (${workspaceId}, 'bench', 'Bench')`;
  });
  await sql.end();
}

/** Spread evenly over so many seconds, which ended a while ago: one busy workspace's. */
async function makeEvents(url: string, count: number, seconds: number, endedSeconds: number): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql.begin(async (tx) => {
    await tx`select set_config('app.workspace_id', ${workspaceId}, true)`;
    await tx`
      insert into audit_events (occurred_at, id, schema_version, environment, action, effect, channel, tool, status,
        actor_kind, actor_id, actor_name, params, request_id, duration_us, folded_count)
      select now() - make_interval(secs => ${endedSeconds + seconds}) + n * make_interval(secs => ${seconds / count}),
        gen_random_uuid(), 1, 'production', 'task.create',
        'write', 'mcp', 'create_task', 'success', 'api_key', gen_random_uuid()::text, 'claude-desktop-macbook-pro',
        jsonb_build_object('title', 'Task ' || n, 'description', repeat('some words of a task ', 12), 'priority', n % 4),
        gen_random_uuid()::text, 1200 + n % 900, 1
      from generate_series(1, ${count}::int) as n`;
  });
  await sql.end();
}

function seal(): Promise<unknown> {
  return sealWorkspace(workspaceId, new Date(), { signsAll: true });
}

async function verify(count: number): Promise<void> {
  const ctx = jobContext(workspaceId, { name: "bench", permissions: PERMISSIONS, now: new Date() });
  const outcome = await invoke(verifyAuditLog, ctx, { streams: ["production"] });
  if (outcome.status !== "done" || !outcome.output.ok || outcome.output.events !== count)
    throw new Error("not verified");
}

async function measured(what: string, count: number, work: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${what}: ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} events a second`);
}

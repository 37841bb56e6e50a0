// node scripts/run.mjs bench/evidence.ts [--events 1000000]: how fast the audit log is sealed and verified. Asserts nothing.
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

const { values } = parseArgs({ options: { events: { type: "string", default: "1000000" } } });
const events = Number(values.events);
const workspaceId = newId();

const folder = mkdtempSync(join(tmpdir(), "postern-bench-evidence-"));
chmodSync(folder, 0o755);
provideEnvironment({ POSTERN_DATA_DIR: join(folder, "data"), LOG_LEVEL: "error" });
const { config, close } = await openDatabase();
try {
  await makeEvents(config.databaseOwnerUrl ?? "");
  console.log(`${events} events, 41 columns, some 300 bytes of parameters each`);
  const sealing = await seconds(() => sealWorkspace(workspaceId, new Date(), { signsAll: true }));
  console.log(`sealing:   ${sealing.toFixed(1)} s, ${Math.round(events / sealing)} events a second`);
  const verifying = await seconds(verify);
  console.log(`verifying: ${verifying.toFixed(1)} s, ${Math.round(events / verifying)} events a second`);
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true });
}

/** Spread over an hour, as one busy workspace's. */
async function makeEvents(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql.begin(async (tx) => {
    await tx`select set_config('app.workspace_id', ${workspaceId}, true)`;
    await tx`insert into workspaces (id, slug, name) values (${workspaceId}, 'bench', 'Bench')`;
    await tx`
      insert into audit_events (occurred_at, id, schema_version, environment, action, effect, channel, tool, status,
        actor_kind, actor_id, actor_name, params, request_id, duration_us, folded_count)
      select now() - interval '1 hour' + n * (interval '1 hour' / ${events}), gen_random_uuid(), 1, 'production', 'task.create',
        'write', 'mcp', 'create_task', 'success', 'api_key', gen_random_uuid()::text, 'claude-desktop-macbook-pro',
        jsonb_build_object('title', 'Task ' || n, 'description', repeat('some words of a task ', 12), 'priority', n % 4),
        gen_random_uuid()::text, 1200 + n % 900, 1
      from generate_series(1, ${events}::int) as n`;
  });
  await sql`analyze audit_events`.catch(() => undefined);
  await sql.end();
}

async function verify(): Promise<void> {
  const ctx = jobContext(workspaceId, { name: "bench", permissions: PERMISSIONS, now: new Date() });
  const outcome = await invoke(verifyAuditLog, ctx, { streams: ["production"] });
  if (outcome.status !== "done" || !outcome.output.ok || outcome.output.events !== events)
    throw new Error("not verified");
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

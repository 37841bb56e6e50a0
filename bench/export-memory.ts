// What exporting the audit log takes of memory, by how long the log is: the command as a process of its own.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { databaseUrl } from "./process.ts";
import type { RunningProduct } from "./product.ts";

const FORMATS = ["ndjson", "csv"];
const LOOK_MS = 50;
const MIB = 1024 * 1024;

/** Prints the most memory that the command had at a tenth of the events, and at all of them. */
export async function measureExportMemory(product: RunningProduct, events: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "postern-bench-export-"));
  const sql = postgres(await databaseUrl(product.dataDir, "--owner"), { max: 1, onnotice: () => undefined });
  try {
    let made = 0;
    for (const count of [Math.ceil(events / 10), events]) {
      await makeEvents(sql, product.workspaceId, count - made);
      made = count;
      for (const format of FORMATS) {
        const out = join(folder, `log.${format}`);
        const { peakMiB, seconds } = await exportTo(out, format, product.dataDir);
        const sizeMiB = (await stat(out)).size / MIB;
        const rate = Math.round(count / seconds);
        console.log(
          `  ${count} events as ${format}: ${sizeMiB.toFixed(0)} MiB, ${rate} events a second, at most ${peakMiB.toFixed(0)} MiB of memory`,
        );
      }
    }
  } finally {
    await sql.end();
    await rm(folder, { recursive: true, force: true });
  }
}

async function exportTo(out: string, format: string, dataDir: string) {
  const args = [
    "cli.ts",
    "audit",
    "export",
    "--workspace",
    "bench",
    "--out",
    out,
    "--format",
    format,
    "--anew",
    "--json",
  ];
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_ENV: "production", POSTERN_DATA_DIR: dataDir },
    stdio: ["ignore", "ignore", "inherit"],
  });
  let peakMiB = 0;
  const timer = setInterval(() => {
    peakMiB = Math.max(peakMiB, peakOf(child.pid ?? 0));
  }, LOOK_MS);
  const status = await new Promise((done) => child.once("close", done));
  clearInterval(timer);
  if (status !== 0) throw new Error(`audit export ended with ${status}`);
  return { peakMiB, seconds: (performance.now() - startedAt) / 1000 };
}

/** The kernel keeps the highest mark itself; 0 when the process has ended. */
function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return 0;
    throw error;
  }
}

async function makeEvents(sql: postgres.Sql, workspaceId: string, count: number): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select set_config('app.workspace_id', ${workspaceId}, true)`;
    await tx`
      insert into audit_events (occurred_at, id, schema_version, environment, action, effect, channel, tool, status,
        actor_kind, actor_id, actor_name, params, request_id, duration_us, folded_count)
      select now() - n * interval '1 millisecond', gen_random_uuid(), 1, 'production', 'task.create',
        'write', 'mcp', 'create_task', 'success', 'api_key', gen_random_uuid()::text, 'claude-desktop-macbook-pro',
        jsonb_build_object('title', 'Task ' || n, 'description', repeat('some words of a task ', 12), 'priority', n % 4),
        gen_random_uuid()::text, 1200 + n % 900, 1
      from generate_series(1, ${count}::int) as n`;
  });
}

// The searches of audit-search.ts, through the operations as the screen calls them, and the plain way beside each.
import postgres from "postgres";
import { searchAuditLog, summariseAuditLog } from "#lib/audit-log/index.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";

const ROUNDS = 30;
const workspaceId = process.env.BENCH_WORKSPACE_ID ?? "";
const owner = postgres(process.env.BENCH_OWNER_URL ?? "", { max: 1, onnotice: () => undefined });

/** What a page asks for, and the conditions of the plain way. */
interface Case {
  readonly name: string;
  readonly input: (round: number) => object;
  readonly plain: string;
  readonly summary?: true;
}

const SINCE = { from: new Date(Date.now() - 30 * 86_400_000).toISOString() };
const CASES: readonly Case[] = [
  { name: "first page", input: () => ({ hidesBrowserReads: true }), plain: "true" },
  { name: "tool, frequent", input: () => ({ query: "tool:get_task" }), plain: "tool = 'get_task'" },
  {
    name: "key and status, 30 days",
    input: (round) => ({ query: `key:demo-key-${round * 7} status:denied`, ...SINCE }),
    plain: "credential_name ilike 'demo-key-70' and status = 'denied' and occurred_at > now() - interval '30 days'",
  },
  {
    name: "network",
    input: () => ({ query: "ip:10.3.0.0/16 -tool:get_*" }),
    plain: "ip <<= '10.3.0.0/16' and tool not ilike 'get\\_%'",
  },
  {
    name: "free text, rare",
    input: (round) => ({ query: `ref${round * 31_337 + 11}` }),
    plain:
      "(params::text ilike '%ref31348%' or result::text ilike '%ref31348%' or changes::text ilike '%ref31348%' or target_label ilike '%ref31348%')",
  },
  {
    name: "free text, two words and a tool",
    input: () => ({ query: "contract renewal tool:update_task" }),
    plain:
      "tool = 'update_task' and (params::text ilike '%contract%' or result::text ilike '%contract%') and (params::text ilike '%renewal%' or result::text ilike '%renewal%')",
  },
  { name: "histogram and facets, all time", input: () => ({ hidesBrowserReads: true }), plain: "true", summary: true },
  {
    name: "histogram and facets, one tool",
    input: () => ({ query: "tool:get_task" }),
    plain: "tool = 'get_task'",
    summary: true,
  },
  {
    name: "histogram and facets, free text",
    input: () => ({ query: "contract renewal" }),
    plain: "params::text ilike '%contract%' and params::text ilike '%renewal%'",
    summary: true,
  },
];

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function measure({ name, input, plain, summary }: Case) {
  const operation = summary ? summariseAuditLog : searchAuditLog;
  const ask = (round: number) => {
    const ctx = jobContext(workspaceId, { name: "bench", permissions: ["audit_log:read"], now: new Date() });
    return invoke(operation as typeof searchAuditLog, ctx, input(round));
  };
  await ask(0);
  const times: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) times.push(await timed(() => ask(round)));
  times.sort((one, other) => one - other);
  const plainMs = await timed(() => plainWay(plain, summary ?? false));
  return { name, p50Ms: times[Math.floor(ROUNDS / 2)], p95Ms: times[Math.floor(ROUNDS * 0.95)], plainMs };
}

/** A page in the middle, with the number of all; or the number for each day. */
async function plainWay(condition: string, isSummary: boolean): Promise<void> {
  await owner.begin(async (sql) => {
    await sql`select set_config('app.workspace_id', ${workspaceId}, true)`;
    if (isSummary) {
      await sql.unsafe(
        `select date_trunc('day', occurred_at), count(*) from audit_events where ${condition} group by 1`,
      );
      await sql.unsafe(`select tool, count(*) from audit_events where ${condition} group by 1`);
      return;
    }
    await sql.unsafe(`select count(*) from audit_events where ${condition}`);
    await sql.unsafe(
      `select * from audit_events where ${condition} order by occurred_at desc, id desc limit 50 offset 1000`,
    );
  });
}

const measured = [];
const only = process.argv.slice(2);
for (const each of CASES.filter(({ name }) => only.length === 0 || only.includes(name)))
  measured.push(await measure(each));
await owner.end();
process.send?.(measured, () => process.exit(0));

// Writes events at a steady pace and looks at the newest ones meanwhile, until it is told to stop.
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import { searchAuditLog } from "#lib/audit-log/index.ts";
import { addDemoEvents } from "#lib/demo/index.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";
import { median } from "./harness.ts";

const EVENTS_PER_SECOND = 2_000;
const TICK_MS = 100;
const SEARCH_EVERY_MS = 250;

/** What this process tells at its end. */
export interface Written {
  readonly eventsPerSecond: number;
  readonly searchP50Ms: number;
  readonly searchP95Ms: number;
  /** Events that were not in the search index when the writing ended. */
  readonly waiting: number;
  readonly indexedAfterSeconds: number;
  readonly sealedAfterSeconds: number;
}

const workspaceId = process.env.BENCH_WORKSPACE_ID ?? "";
const owner = postgres(process.env.BENCH_OWNER_URL ?? "", { max: 1, onnotice: () => undefined });
let isOver = false;

async function write(): Promise<number> {
  const startedAt = performance.now();
  let written = 0;
  while (!isOver) {
    const due = ((performance.now() - startedAt) / 1000) * EVENTS_PER_SECOND;
    const count = Math.floor(due - written);
    if (count > 0) await addDemoEvents(workspaceId, count, 1e-6, new Date(), { indexes: false });
    written += count;
    await wait(TICK_MS);
  }
  return (written / (performance.now() - startedAt)) * 1000;
}

async function search(): Promise<number[]> {
  const times: number[] = [];
  while (!isOver) {
    const startedAt = performance.now();
    const ctx = jobContext(workspaceId, { name: "bench", permissions: ["audit_log:read"], now: new Date() });
    await invoke(searchAuditLog, ctx, { hidesBrowserReads: true });
    times.push(performance.now() - startedAt);
    await wait(SEARCH_EVERY_MS);
  }
  return times.sort((one, other) => one - other);
}

const COUNTS = {
  notIndexed: "select count(*)::int as n from audit_arrivals where workspace_id = $1",
  notSealed: `select count(*)::int as n from audit_events e where workspace_id = $1
    and occurred_at > now() - interval '10 minutes'
    and not exists (select from audit_leaves l where l.workspace_id = $1 and l.event_id = e.id)`,
};

function count(of: keyof typeof COUNTS): Promise<number> {
  return owner.begin(async (sql) => {
    await sql`select set_config('app.workspace_id', ${workspaceId}, true)`;
    const [row] = await sql.unsafe(COUNTS[of], [workspaceId]);
    return Number(row?.n);
  });
}

async function secondsUntilNone(of: keyof typeof COUNTS, since: number): Promise<number> {
  while ((await count(of)) > 0) await wait(TICK_MS);
  return (performance.now() - since) / 1000;
}

process.send?.("writing");
const [eventsPerSecond, times, waiting] = await Promise.all([
  write(),
  search(),
  once(process, "message").then(() => {
    isOver = true;
    return count("notIndexed");
  }),
]);
const endedAt = performance.now();
const written: Written = {
  eventsPerSecond,
  searchP50Ms: median(times),
  searchP95Ms: times[Math.floor(times.length * 0.95)] ?? Number.NaN,
  waiting,
  indexedAfterSeconds: await secondsUntilNone("notIndexed", endedAt),
  sealedAfterSeconds: await secondsUntilNone("notSealed", endedAt),
};
await owner.end();
process.send?.(written, () => process.exit(0));

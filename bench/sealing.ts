// Calls while their own events are sealed, and while nothing is.
import postgres from "postgres";
import { measure, median, type Options } from "./harness.ts";
import { databaseUrl } from "./process.ts";
import { type RunningProduct, toolCall } from "./product.ts";

const CONNECTIONS = 16;
/** The sealer's own, lib/audit-evidence/seal-store.ts: whoever holds it keeps every instance from sealing. */
const SEALER = 7_150_123;

/**
 * Prints the rates and their ratio. The rounds with sealing also seal what the round before left, so that they have twice
 * as much of it to do as they would have.
 */
export async function measureSealing(product: RunningProduct, options: Omit<Options, "connections">): Promise<void> {
  const { headers, body } = toolCall("get_task", { task_id: product.taskNumber });
  const subject = {
    name: "get_task",
    url: `${product.url}/mcp`,
    method: "POST" as const,
    headers: { ...headers, authorization: `Bearer ${product.token}` },
    bodies: [body],
    check: () => undefined,
  };
  const sql = postgres(await databaseUrl(product.dataDir), { max: 2, onnotice: () => undefined });
  const call = () => measure(subject, { ...options, connections: CONNECTIONS });
  const rounds: { without: number; beside: number; p99Without: number; p99Beside: number }[] = [];
  try {
    await call();
    for (let round = 0; round < options.rounds; round++) {
      const without = await sql.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(${SEALER}::integer, hashtext(${product.workspaceId}))`;
        const before = await countSealed(sql, product.workspaceId);
        const measured = await call();
        if ((await countSealed(sql, product.workspaceId)) !== before) throw new Error("the sealer was not held");
        return measured;
      });
      const before = await countSealed(sql, product.workspaceId);
      const beside = await call();
      const sealed = (await countSealed(sql, product.workspaceId)) - before;
      rounds.push({
        ...{ without: without.requestsPerSecond, beside: beside.requestsPerSecond },
        ...{ p99Without: without.p99Ms, p99Beside: beside.p99Ms },
      });
      console.log(
        `  ${Math.round(without.requestsPerSecond)} calls a second unsealed, ${Math.round(beside.requestsPerSecond)} while ${sealed} events were sealed; p99 ${without.p99Ms} and ${beside.p99Ms} ms`,
      );
    }
  } finally {
    await sql.end();
  }
  const ratio = median(rounds.map(({ without, beside }) => beside / without));
  const late = median(rounds.map(({ p99Without, p99Beside }) => p99Beside / p99Without));
  console.log(`  ${CONNECTIONS} at a time: ${ratio.toFixed(2)} × the rate, ${late.toFixed(2)} × the p99`);
}

async function countSealed(sql: postgres.Sql, workspaceId: string): Promise<number> {
  return sql.begin(async (tx) => {
    await tx`select set_config('app.workspace_id', ${workspaceId}, true)`;
    const [row] = await tx<{ leaves: number }[]>`select count(*)::int as leaves from audit_leaves`;
    return row?.leaves ?? 0;
  });
}

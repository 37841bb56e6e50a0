import { eq, sql } from "drizzle-orm";
import { keyBudgetCounters } from "#db/schema/index.ts";
import { type Tx, withoutWorkspace } from "#db/tenant.ts";
import type { AdmittedKey, Demand, OverBudget } from "./admitted-key.ts";

export interface Taken {
  readonly overBudget: OverBudget["budget"] | null;
  readonly retryAfterSeconds: number;
}

/**
 * Takes each demand that fits, in order, by the database's clock. One statement that commits by itself: the function
 * enters the workspace, with no more rights than the application's role has.
 */
export async function takeBudgets(key: AdmittedKey, demands: readonly Demand[]): Promise<readonly Taken[]> {
  const { requestsPerMinute, writesPerMinute, writesPerHour } = key.budgets;
  const wanted = (name: keyof Demand) => `{${demands.map((demand) => demand[name]).join(",")}}`;
  const rows = await withoutWorkspace((db) =>
    db.execute(
      sql`select * from take_key_budgets(${key.workspaceId}::uuid, ${key.lineId}::uuid, ${requestsPerMinute}::integer,
        ${writesPerMinute}::integer, ${writesPerHour}::integer, ${wanted("requests")}::integer[], ${wanted("writes")}::integer[])`,
    ),
  );
  return [...rows].map(toTaken);
}

/** The function's own column list guarantees the shape. */
function toTaken(row: Record<string, unknown>): Taken {
  return {
    overBudget: row.over_budget as Taken["overBudget"],
    retryAfterSeconds: Number(row.retry_after_seconds),
  };
}

/** As if the line had never called. */
export async function clearBudgets(tx: Tx, lineId: string): Promise<void> {
  await tx.delete(keyBudgetCounters).where(eq(keyBudgetCounters.lineId, lineId));
}

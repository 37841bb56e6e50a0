import { sql } from "drizzle-orm";
import type { Tx } from "./client.ts";

/**
 * Plans each of the transaction's statements for itself from here on. A plan that was kept from when a table was small
 * stays however much it grows: it may read a whole month for each single row that it looks for.
 */
export async function planEachTime(tx: Tx): Promise<void> {
  await tx.execute(sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`);
}

/**
 * For the rest of the transaction, to read in the order of indexes, page by page. Without it the planner goes by
 * statistics that know nothing of what came since they were made, and may sort everything for each page.
 */
export async function readInOrder(tx: Tx): Promise<void> {
  await tx.execute(sql`
    select set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true),
      set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true),
      set_config('plan_cache_mode', 'force_custom_plan', true)`);
}

import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { type Context, defineRead } from "#lib/kernel/index.ts";
import { refreshStaging } from "./refresh-staging.ts";
import { Refresh } from "./schemas.ts";
import { findLastRefresh, hasSucceeded, isLocked, type RefreshRow } from "./store.ts";

/** The last refresh of staging and how far it has come; null when there was none. */
export const getRefresh = defineRead({
  name: "environment.get_refresh",
  permission: "environments:refresh",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ refresh: Refresh.nullable() }),
  target: () => ({ type: "environment", id: "staging" }),
  async run(tx, ctx) {
    const row = await findLastRefresh(tx);
    return { refresh: row === null ? null : await toRefresh(tx, ctx, row) };
  },
});

async function toRefresh(tx: Tx, ctx: Context, row: RefreshRow): Promise<Refresh> {
  const { id, totalRows, doneRows, startedAt, startedByName } = row;
  const state = await stateOf(tx, ctx, row);
  return { refreshId: id, state, totalRows, doneRows, startedAt: startedAt.toISOString(), startedByName };
}

/** The lock first: when it is free, whatever has committed can be seen by the next statement. */
async function stateOf(tx: Tx, { workspaceId }: Context, row: RefreshRow): Promise<Refresh["state"]> {
  if (row.failure !== null) return "failed";
  if (await isLocked(tx, workspaceId)) return "running";
  return (await hasSucceeded(tx, refreshStaging.name, row)) ? "done" : "interrupted";
}

import { type Tx, withWorkspace } from "#db/tenant.ts";
import type { Context } from "#lib/kernel/index.ts";
import { addDoneRows, insertRefresh, setFailed } from "./store.ts";

/** How far a refresh has come, for those who watch it from outside its transaction. */
export interface Progress {
  /** More rows are done. */
  readonly add: (count: number) => Promise<void>;
}

/**
 * Each step is written in a transaction of its own: inside the refresh's nobody could see it before the end. It says
 * nothing about success; only the refresh's own commit does.
 */
export async function beginProgress(ctx: Context, id: string, totalRows: number): Promise<Progress> {
  const { requestId } = ctx.source;
  await outside(ctx, (tx) =>
    insertRefresh(tx, { id, requestId, startedByName: ctx.actor.name, startedAt: ctx.now, totalRows }),
  );
  return { add: (count) => outside(ctx, (tx) => addDoneRows(tx, id, count)) };
}

export function failProgress(ctx: Context, id: string, failure: string): Promise<void> {
  return outside(ctx, (tx) => setFailed(tx, id, new Date(), failure));
}

function outside<T>({ workspaceId }: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  return withWorkspace({ workspaceId, environment: null }, "write", work);
}

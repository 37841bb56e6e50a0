import { send } from "#db/statement.ts";
import { type Tx, withWorkspace } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { assertNotPaused } from "./breaker.ts";
import { environmentInForce } from "./context.ts";
import type { Call } from "./record.ts";

const FIND = "select scope, note from find_write_freeze($1)";
const FIND_AND_HOLD = "select scope, note from hold_write_freeze($1)";

/**
 * Does a write's work unless writes are frozen where it writes, or those of its credential are paused. Asked ahead of the work in the same round trip, and
 * answered before whatever else the work is refused for: a client must not be told to try again with another version.
 * @throws AppError `forbidden`, reason `writes_frozen` or `writes_paused`
 */
export async function unlessFrozen<T>(tx: Tx, call: Call, work: () => Promise<T>): Promise<T> {
  const place = placeOf(call);
  if (place === null) return work();
  assertNotPaused(call.ctx.actor);
  const asked = assertNotFrozen(tx, FIND, place);
  asked.catch(() => undefined);
  try {
    return await work();
  } finally {
    await asked;
  }
}

/**
 * The same at the end of the write, held until its commit: whoever freezes waits for the writes that are about to
 * commit, and once the freeze is answered nothing is written any more, on any instance.
 */
export async function assertStillWritable(tx: Tx, call: Call): Promise<void> {
  const place = placeOf(call);
  if (place === null) return;
  await assertNotFrozen(tx, FIND_AND_HOLD, place);
  if (call.operation.seesOneMoment !== true) return;
  // Such a transaction sees no freeze that is younger than itself: another one looks while this one holds the lock.
  const { workspaceId } = call.ctx;
  await withWorkspace({ workspaceId, environment: null }, "read", (now) => assertNotFrozen(now, FIND, place));
}

/** The environment whose freeze holds the call back; null: none does. */
function placeOf({ operation, ctx }: Call): Environment | null {
  if (operation.heldByFreezeOf !== undefined) return operation.heldByFreezeOf;
  return operation.wall === "environment" ? environmentInForce(operation.wall, ctx) : null;
}

async function assertNotFrozen(tx: Tx, statement: string, place: Environment): Promise<void> {
  const [freeze] = await send(tx, statement, [place]);
  if (freeze === undefined) return;
  const { scope, note } = freeze as { readonly scope: string; readonly note: string };
  const where = scope === "workspace" ? "in the whole workspace" : `in ${scope}`;
  const message = `Writes are frozen ${where}: ${JSON.stringify(note)} Nothing was written; reads and dry runs go on.`;
  throw new AppError("forbidden", message, { reason: "writes_frozen" });
}

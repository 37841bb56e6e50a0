import type { Tx } from "#db/tenant.ts";
import type { Change } from "#lib/audit/index.ts";
import { AppError, isAppError } from "#lib/errors/index.ts";
import type { Context, Present, Revertible, Snapshot } from "#lib/kernel/index.ts";
import { REVERTIBLES } from "./revertibles.ts";
import { Conflict } from "./schemas.ts";
import { type ChangeRow, countChangesOf } from "./store.ts";

/** What taking one change back came to. */
export type Reverted =
  | { readonly outcome: "reverted"; readonly change: Change }
  | { readonly outcome: "nothing" }
  | { readonly outcome: "conflict"; readonly conflict: Conflict; readonly now: Snapshot | null };

/** Takes one change back, if the thing is still as the change left it. A conflict has written nothing. */
export async function revertOne(tx: Tx, ctx: Context, row: ChangeRow): Promise<Reverted> {
  const type = REVERTIBLES.get(row.targetType);
  const [before, after] = [row.before as Snapshot | null, row.after as Snapshot | null];
  if (type === undefined || (before === null && after === null)) return conflict("not_revertible", null);
  assertPermitted(ctx, before === null ? type.permissions.remove : type.permissions.write);
  const now = await type.find(tx, row.targetId);
  try {
    if (before === null) return await takeBackCreation(tx, ctx, type, row, after ?? {}, now);
    if (after === null) return await bringBack(tx, ctx, type, row, before, now);
    return await restoreFields(tx, ctx, type, row, { before, after }, now);
  } catch (error) {
    const reason = isAppError(error) && error.code === "conflict" ? Conflict.safeParse(error.details.reason) : null;
    if (reason?.success) return conflict(reason.data, now?.fields ?? null);
    throw error;
  }
}

async function restoreFields(
  tx: Tx,
  ctx: Context,
  type: Revertible,
  row: ChangeRow,
  { before, after }: { readonly before: Snapshot; readonly after: Snapshot },
  now: Present | null,
): Promise<Reverted> {
  if (now === null) return conflict("gone", null);
  if (agrees(now.fields, before, type)) return { outcome: "nothing" };
  const fields = Object.keys(before).filter((name) => name in now.fields);
  const current = pick(now.fields, fields);
  if (!agrees(now.fields, after, type)) return conflict("changed_since", current);
  await type.restore(tx, ctx, row.targetId, before);
  const restored = (await type.find(tx, row.targetId)) ?? now;
  const target = { type: type.type, id: row.targetId, label: restored.label };
  return { outcome: "reverted", change: { target, before: current, after: pick(restored.fields, fields) } };
}

async function takeBackCreation(
  tx: Tx,
  ctx: Context,
  type: Revertible,
  row: ChangeRow,
  after: Snapshot,
  now: Present | null,
): Promise<Reverted> {
  if (now === null) return { outcome: "nothing" };
  if (!agrees(now.fields, after, type)) return conflict("changed_since", now.fields);
  await type.remove(tx, ctx, row.targetId);
  const { label, version, fields } = now;
  const before = version === null ? fields : { ...fields, version };
  return { outcome: "reverted", change: { target: { type: type.type, id: row.targetId, label }, before, after: null } };
}

async function bringBack(
  tx: Tx,
  ctx: Context,
  type: Revertible,
  row: ChangeRow,
  before: Snapshot,
  now: Present | null,
): Promise<Reverted> {
  if (now !== null)
    return agrees(now.fields, before, type) ? { outcome: "nothing" } : conflict("exists_again", now.fields);
  await type.insert(tx, ctx, row.targetId, before, await unseenVersion(tx, row, before));
  const { label, fields } = (await type.find(tx, row.targetId)) ?? { label: row.targetLabel, fields: before };
  return {
    outcome: "reverted",
    change: { target: { type: type.type, id: row.targetId, label }, before: null, after: fields },
  };
}

/** Above every version that a client can have read: where the deletion has not kept it, each change counted one. */
async function unseenVersion(tx: Tx, row: ChangeRow, { version }: Snapshot): Promise<number> {
  return (typeof version === "number" ? version : await countChangesOf(tx, row.targetType, row.targetId)) + 1;
}

/** Whether a thing has the values that a change says, as far as they say anything of the thing itself. */
function agrees(now: Snapshot, said: Snapshot, { derived }: Revertible): boolean {
  return Object.entries(said).every(
    ([name, value]) => derived.includes(name) || !(name in now) || JSON.stringify(now[name]) === JSON.stringify(value),
  );
}

function pick(fields: Snapshot, names: readonly string[]): Snapshot {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

function conflict(reason: Conflict, now: Snapshot | null): Reverted {
  return { outcome: "conflict", conflict: reason, now };
}

function assertPermitted({ actor }: Context, permission: Revertible["permissions"]["write"]): void {
  if (actor.permissions.has(permission)) return;
  throw new AppError("forbidden", `This needs the permission ${permission}.`, { reason: "missing_permission" });
}

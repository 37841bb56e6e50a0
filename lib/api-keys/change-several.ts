import type { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context, Ran } from "#lib/kernel/index.ts";
import { existing } from "./get-api-key.ts";
import { PRODUCTION_CONFIRMATION, type SeveralKeysInput, type SeveralKeysOutput, statusOfKey } from "./schemas.ts";
import { listByIds, lockByIds, type revokeByIds } from "./several-store.ts";
import type { ApiKeyRecord } from "./store.ts";
import { tellUsers } from "./tell-users.ts";
import { tokenHint } from "./token.ts";
import { keyChange } from "./view.ts";

/** How several keys can change. */
export type SeveralKeysChange = "revoke" | "suspend";

/** Whether the key is one that would change: what has ended, or is suspended already, stays as it is. */
export function wouldChange(change: SeveralKeysChange, { key }: ApiKeyRecord, now: Date): boolean {
  const status = statusOfKey(key, now);
  if (status === "revoked" || status === "expired") return false;
  return change === "revoke" || key.suspendedAt === null;
}

/**
 * Changes several keys together: all or none. Asked twice, it changes nothing the second time.
 * @throws AppError `not_found` for an id that is no key's, `confirmation_required` for keys of production without it
 */
export async function changeSeveral(
  tx: Tx,
  ctx: Context,
  input: z.output<typeof SeveralKeysInput>,
  change: SeveralKeysChange,
  apply: typeof revokeByIds,
): Promise<Ran<SeveralKeysOutput>> {
  const ids = [...new Set(input.apiKeyIds)];
  const before = await lockByIds(tx, ids);
  if (before.length < ids.length) existing(null);
  const changing = before.filter((record) => wouldChange(change, record, ctx.now));
  assertConfirmed(changing, input.confirmation);
  const changingIds = changing.map(({ key }) => key.id);
  if (changingIds.length > 0) {
    await apply(tx, changingIds, { at: ctx.now, byName: ctx.actor.name, reason: input.reason || null });
  }
  const kind = change === "revoke" ? "api_key.revoked" : "api_key.suspended";
  for (const record of changing) await tellUsers(tx, ctx, record, { kind, reason: input.reason });
  const after = new Map((await listByIds(tx, ids)).map((record) => [record.key.id, record]));
  const pairs = before.map((record) => ({ record, now: after.get(record.key.id) ?? record }));
  const isChanged = new Set(changingIds);
  return {
    output: { results: pairs.map(({ now }) => resultOf(now, isChanged.has(now.key.id), ctx.now)) },
    changes: pairs
      .filter(({ now }) => isChanged.has(now.key.id))
      .map(({ record, now }) => keyChange(record, now, ctx.now)),
  };
}

function resultOf({ key }: ApiKeyRecord, isChanged: boolean, now: Date): SeveralKeysOutput["results"][number] {
  const hint = tokenHint(key.environment, key.lastFour);
  return { id: key.id, name: key.name, hint, isChanged, status: statusOfKey(key, now) };
}

function assertConfirmed(changing: readonly ApiKeyRecord[], confirmation: string | undefined): void {
  const count = changing.filter(({ key }) => key.environment === "production").length;
  if (count === 0 || confirmation?.trim() === PRODUCTION_CONFIRMATION) return;
  const message = `Keys of production are among them (${count}): confirm with "${PRODUCTION_CONFIRMATION}".`;
  throw new AppError("confirmation_required", message, { reason: "production_confirmation" });
}

import type { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import type { Change } from "#lib/audit/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { existing } from "./get-api-key.ts";
import type { ApiKey } from "./schemas.ts";
import { findApiKeyById, lockApiKey, updateLife } from "./store.ts";
import { type SystemReason, systemReason } from "./system-reason.ts";
import { keyChange, toApiKey } from "./view.ts";

/**
 * Suspends a key inside the transaction of another domain's operation, which tells people why. The key stays locked.
 * @throws AppError `not_found`
 */
export async function suspendWithin(
  tx: Tx,
  ctx: Context,
  apiKeyId: string,
  [code, detail]: readonly [SystemReason, string],
): Promise<{ readonly apiKey: z.input<typeof ApiKey>; readonly change: Change }> {
  const before = existing(await lockApiKey(tx, apiKeyId));
  const suspendReason = systemReason(code, detail);
  await updateLife(tx, apiKeyId, { suspendedAt: ctx.now, suspendedByName: ctx.actor.name, suspendReason });
  const after = existing(await findApiKeyById(tx, apiKeyId));
  return { apiKey: toApiKey(after, ctx.now), change: keyChange(before, after, ctx.now) };
}

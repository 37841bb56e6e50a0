import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Context, defineWrite } from "#lib/kernel/index.ts";
import { existing, isProduction } from "./get-api-key.ts";
import { ApiKey, ApiKeyId, statusOfKey } from "./schemas.ts";
import { type ApiKeyRecord, findApiKeyById, lockApiKey, updateLife } from "./store.ts";
import { tellUsers } from "./tell-users.ts";
import { keyChange, toApiKey } from "./view.ts";

export const SuspendApiKeyInput = z.strictObject({
  apiKeyId: z.uuid(),
  reason: z.string().trim().max(500).optional(),
});

/** Stops a key until it is resumed; its next request is refused on every instance. */
export const suspendApiKey = defineWrite({
  name: "api_key.suspend",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: SuspendApiKeyInput,
  output: z.object({ apiKey: ApiKey }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId, reason }) {
    const before = existing(await lockApiKey(tx, apiKeyId));
    assertNotEnded(before, ctx.now);
    if (before.key.suspendedAt !== null) return { output: { apiKey: toApiKey(before, ctx.now) }, changes: [] };
    const suspended = { suspendedAt: ctx.now, suspendedByName: ctx.actor.name, suspendReason: reason || null };
    await tellUsers(tx, ctx, before, { kind: "api_key.suspended", reason });
    return changed(tx, ctx, before, suspended);
  },
});

/** Lets a suspended key work again. */
export const resumeApiKey = defineWrite({
  name: "api_key.resume",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: ApiKeyId,
  output: z.object({ apiKey: ApiKey }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  needsProof: async (tx, { apiKeyId }) => isProduction(await findApiKeyById(tx, apiKeyId)),
  async run(tx, ctx, { apiKeyId }) {
    const before = existing(await lockApiKey(tx, apiKeyId));
    assertNotEnded(before, ctx.now);
    if (before.key.suspendedAt === null) return { output: { apiKey: toApiKey(before, ctx.now) }, changes: [] };
    await tellUsers(tx, ctx, before, { kind: "api_key.resumed" });
    return changed(tx, ctx, before, { suspendedAt: null, suspendedByName: null, suspendReason: null });
  },
});

async function changed(tx: Tx, ctx: Context, before: ApiKeyRecord, life: Parameters<typeof updateLife>[2]) {
  await updateLife(tx, before.key.id, life);
  const after = existing(await findApiKeyById(tx, before.key.id));
  const change = keyChange(before, after, ctx.now);
  return { output: { apiKey: toApiKey(after, ctx.now) }, changes: [change] };
}

function assertNotEnded({ key }: ApiKeyRecord, now: Date): void {
  const status = statusOfKey(key, now);
  if (status !== "revoked" && status !== "expired") return;
  throw new AppError("conflict", "This key has ended; it can't be suspended or resumed.", { reason: "key_ended" });
}

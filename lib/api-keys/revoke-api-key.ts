import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { existing } from "./get-api-key.ts";
import { ApiKey } from "./schemas.ts";
import { findApiKeyById, setRevoked } from "./store.ts";
import { tellUsers } from "./tell-users.ts";
import { keyChange, toApiKey } from "./view.ts";

export const RevokeApiKeyInput = z.strictObject({
  apiKeyId: z.uuid(),
  reason: z.string().trim().max(500).optional(),
});

/**
 * Ends a key for good. Every request reads the key's state, so the next one fails on every instance. Revoking a
 * revoked key answers the same and changes nothing.
 */
export const revokeApiKey = defineWrite({
  name: "api_key.revoke",
  effect: "destructive",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: RevokeApiKeyInput,
  output: z.object({ apiKey: ApiKey }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId, reason }) {
    const before = existing(await findApiKeyById(tx, apiKeyId));
    const isChanged = await setRevoked(tx, apiKeyId, { at: ctx.now, name: ctx.actor.name, reason: reason || null });
    const after = existing(await findApiKeyById(tx, apiKeyId));
    if (isChanged) await tellUsers(tx, ctx, after, { kind: "api_key.revoked", reason });
    const change = keyChange(before, after, ctx.now);
    return { output: { apiKey: toApiKey(after, ctx.now) }, changes: isChanged ? [change] : [] };
  },
});

import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { existing, isProduction } from "./get-api-key.ts";
import { ApiKey } from "./schemas.ts";
import { findApiKeyById, isMember, lockApiKey, updateLife } from "./store.ts";
import { keyChange, toApiKey } from "./view.ts";

export const ReassignApiKeyInput = z.strictObject({
  apiKeyId: z.uuid(),
  /** A member of the workspace; null: owned by the workspace itself, for machines. */
  ownerUserId: z.uuid().nullable(),
});

/** Gives a key another owner, for instance when the old one leaves. What the key may do follows the new owner's role. */
export const reassignApiKey = defineWrite({
  name: "api_key.reassign",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: ReassignApiKeyInput,
  output: z.object({ apiKey: ApiKey }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  needsProof: async (tx, { apiKeyId }) => isProduction(await findApiKeyById(tx, apiKeyId)),
  async run(tx, ctx, { apiKeyId, ownerUserId }) {
    const before = existing(await lockApiKey(tx, apiKeyId));
    if (ownerUserId !== null && !(await isMember(tx, ownerUserId))) throw notMember();
    if (before.key.ownerUserId === ownerUserId) return { output: { apiKey: toApiKey(before, ctx.now) }, changes: [] };
    await updateLife(tx, apiKeyId, { ownerUserId });
    const after = existing(await findApiKeyById(tx, apiKeyId));
    const change = keyChange(before, after, ctx.now);
    return { output: { apiKey: toApiKey(after, ctx.now) }, changes: [change] };
  },
});

export function notMember(): AppError {
  const message = "This person is not a member of the workspace.";
  return new AppError("validation", message, { reason: "not_a_member", fieldErrors: { ownerUserId: [message] } });
}

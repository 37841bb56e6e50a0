import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { assertChangeable } from "./assert-changeable.ts";
import { existing, isProduction } from "./get-api-key.ts";
import { ApiKey, ChangeBudgetsInput } from "./schemas.ts";
import { findApiKeyById, lockApiKey, updateLife } from "./store.ts";
import { keyChange, toApiKey } from "./view.ts";

/** Gives a key other budgets; its next request is measured by them on every instance. */
export const changeBudgets = defineWrite({
  name: "api_key.change_budgets",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: ChangeBudgetsInput,
  output: z.object({ apiKey: ApiKey }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  needsProof: async (tx, { apiKeyId }) => isProduction(await findApiKeyById(tx, apiKeyId)),
  async run(tx, ctx, { apiKeyId, version, ...budgets }) {
    const before = existing(await lockApiKey(tx, apiKeyId));
    assertChangeable(before, version, ctx.now);
    const { requestsPerMinute, writesPerMinute, writesPerHour } = before.key;
    const now = { requestsPerMinute, writesPerMinute, writesPerHour };
    const wanted = { ...now, ...budgets };
    if (JSON.stringify(wanted) === JSON.stringify(now)) {
      return { output: { apiKey: toApiKey(before, ctx.now) }, changes: [] };
    }
    await updateLife(tx, apiKeyId, wanted);
    const after = existing(await findApiKeyById(tx, apiKeyId));
    return { output: { apiKey: toApiKey(after, ctx.now) }, changes: [keyChange(before, after, ctx.now)] };
  },
});

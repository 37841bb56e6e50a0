import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { existing } from "./get-api-key.ts";
import { ApiKey, ChangeBudgetsInput, statusOfKey } from "./schemas.ts";
import { type ApiKeyRecord, findApiKeyById, lockApiKey, updateLife } from "./store.ts";
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
  async run(tx, ctx, { apiKeyId, version, ...budgets }) {
    const before = existing(await lockApiKey(tx, apiKeyId));
    assertChangeable(before, version, ctx.now);
    const { requestsPerMinute, writesPerMinute } = before.key;
    if (budgets.requestsPerMinute === requestsPerMinute && budgets.writesPerMinute === writesPerMinute) {
      return { output: { apiKey: toApiKey(before, ctx.now) }, changes: [] };
    }
    await updateLife(tx, apiKeyId, budgets);
    const after = existing(await findApiKeyById(tx, apiKeyId));
    return { output: { apiKey: toApiKey(after, ctx.now) }, changes: [keyChange(before, after, ctx.now)] };
  },
});

function assertChangeable(record: ApiKeyRecord, version: number, now: Date): void {
  const status = statusOfKey(record.key, now);
  if (status === "revoked" || status === "expired") {
    throw new AppError("conflict", "This key has ended.", { reason: "key_ended" });
  }
  if (record.key.version !== version) {
    const details = { reason: "stale_version", current: toApiKey(record, now) };
    throw new AppError("conflict", "Somebody changed this key in the meantime.", details);
  }
}

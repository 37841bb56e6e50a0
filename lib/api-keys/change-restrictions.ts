import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { assertChangeable } from "./assert-changeable.ts";
import { chosenProjects } from "./chosen-projects.ts";
import { existing, isProduction } from "./get-api-key.ts";
import { updateRestrictions } from "./restriction-store.ts";
import { ApiKey, ChangeRestrictionsInput } from "./schemas.ts";
import { type ApiKeyRow, findApiKeyById, lockApiKey } from "./store.ts";
import { keyChange, toApiKey } from "./view.ts";

/** From where, when and for which projects a key works; its next request is measured by it on every instance. */
export const changeRestrictions = defineWrite({
  name: "api_key.change_restrictions",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: ChangeRestrictionsInput,
  output: z.object({ apiKey: ApiKey }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  needsProof: async (tx, { apiKeyId }) => isProduction(await findApiKeyById(tx, apiKeyId)),
  async run(tx, ctx, input) {
    const before = existing(await lockApiKey(tx, input.apiKeyId));
    assertChangeable(before, input.version, ctx.now);
    const wanted = await restrictionsOf(tx, before.key, input);
    if (isDeepStrictEqual(wanted, restrictionsIn(before.key))) {
      return { output: { apiKey: toApiKey(before, ctx.now) }, changes: [] };
    }
    await updateRestrictions(tx, input.apiKeyId, wanted);
    const after = existing(await findApiKeyById(tx, input.apiKeyId));
    return { output: { apiKey: toApiKey(after, ctx.now) }, changes: [keyChange(before, after, ctx.now)] };
  },
});

type Restrictions = Pick<ApiKeyRow, "allowedAddresses" | "allowedHours" | "projectIds">;

function restrictionsIn({ allowedAddresses, allowedHours, projectIds }: ApiKeyRow): Restrictions {
  return { allowedAddresses, allowedHours, projectIds };
}

/** What is left out stays, projects that are gone by now included. */
async function restrictionsOf(
  tx: Tx,
  key: ApiKeyRow,
  { allowedAddresses, allowedHours, projectIds }: ChangeRestrictionsInput,
): Promise<Restrictions> {
  return {
    ...restrictionsIn(key),
    ...(allowedAddresses !== undefined && { allowedAddresses: [...new Set(allowedAddresses)] }),
    ...(allowedHours !== undefined && { allowedHours }),
    ...(projectIds !== undefined && { projectIds: await chosenProjects(tx, key.environment, projectIds) }),
  };
}

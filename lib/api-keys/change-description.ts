import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { assertChangeable } from "./assert-changeable.ts";
import { existing } from "./get-api-key.ts";
import { ApiKey, ChangeDescriptionInput } from "./schemas.ts";
import { findApiKeyById, lockApiKey, updateLife } from "./store.ts";
import { keyChange, toApiKey } from "./view.ts";

/** Says anew what a key is for and where it is stored. It gives no access, so it asks for no proof of the person. */
export const changeDescription = defineWrite({
  name: "api_key.change_description",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: ChangeDescriptionInput,
  output: z.object({ apiKey: ApiKey }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId, version, description }) {
    const before = existing(await lockApiKey(tx, apiKeyId));
    assertChangeable(before, version, ctx.now);
    const wanted = description || null;
    if (wanted === before.key.description) return { output: { apiKey: toApiKey(before, ctx.now) }, changes: [] };
    await updateLife(tx, apiKeyId, { description: wanted });
    const after = existing(await findApiKeyById(tx, apiKeyId));
    return { output: { apiKey: toApiKey(after, ctx.now) }, changes: [keyChange(before, after, ctx.now)] };
  },
});

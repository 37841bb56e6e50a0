import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { ApiKey, ApiKeyName } from "./schemas.ts";
import { listLiveByName } from "./store.ts";
import { toApiKey } from "./view.ts";

/** The live keys of a name, for callers that know a key by its name: one that matches two is theirs to refuse. */
export const findApiKeysByName = defineRead({
  name: "api_key.find_by_name",
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({ name: ApiKeyName }),
  output: z.object({ items: z.array(ApiKey) }),
  async run(tx, ctx, { name }) {
    const records = await listLiveByName(tx, name, ctx.now);
    return { items: records.map((record) => toApiKey(record, ctx.now)) };
  },
});

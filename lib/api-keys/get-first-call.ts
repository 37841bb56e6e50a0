import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { existing } from "./get-api-key.ts";
import { ApiKeyId, FirstCall } from "./schemas.ts";
import { findApiKeyById } from "./store.ts";
import { findFirstCall } from "./use-store.ts";

/** Tells whether the client that a key was made for has arrived: its first call, or null while nobody has called. */
export const getFirstCall = defineRead({
  name: "api_key.get_first_call",
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: ApiKeyId,
  output: z.object({ firstCall: FirstCall.nullable() }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, _ctx, { apiKeyId }) {
    const { key } = existing(await findApiKeyById(tx, apiKeyId));
    return { firstCall: await findFirstCall(tx, apiKeyId, key.createdAt) };
  },
});

import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { listOwners as listRows } from "./list-store.ts";
import { ApiKeyOwner } from "./schemas.ts";

const MAX_OWNERS = 500;

/** Whose keys there are, with how many of them are live: what a list can be filtered by. */
export const listApiKeyOwners = defineRead({
  name: "api_key.list_owners",
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ items: z.array(ApiKeyOwner) }),
  async run(tx, ctx) {
    return { items: await listRows(tx, MAX_OWNERS, ctx.now) };
  },
});

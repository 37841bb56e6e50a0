import { z } from "zod";
import { Environment } from "#lib/environments/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { decodeCursor, encodeCursor, PageInput } from "#lib/paging/index.ts";
import { listApiKeys as listRows } from "./list-store.ts";
import { API_KEY_STATUSES, ApiKey } from "./schemas.ts";
import { toApiKey } from "./view.ts";

export const ListApiKeysInput = z.strictObject({
  ...PageInput.shape,
  status: z.enum([...API_KEY_STATUSES, "live", "all"]).default("live"),
  environment: Environment.optional(),
  query: z.string().trim().max(80).optional(),
});

/** Keys of all environments, newest first; revoked and expired ones stay findable. */
export const listApiKeys = defineRead({
  name: "api_key.list",
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: ListApiKeysInput,
  output: z.object({ items: z.array(ApiKey), nextCursor: z.string().nullable() }),
  async run(tx, ctx, input) {
    const filter = {
      status: input.status,
      environment: input.environment ?? null,
      query: input.query || null,
      beforeId: input.cursor === undefined ? null : decodeCursor(input.cursor, z.uuid()),
      limit: input.limit + 1,
    };
    const records = await listRows(tx, filter, ctx.now);
    const page = records.slice(0, input.limit);
    const last = records.length > input.limit ? page.at(-1) : undefined;
    return {
      items: page.map((record) => toApiKey(record, ctx.now)),
      nextCursor: last ? encodeCursor(last.key.id) : null,
    };
  },
});

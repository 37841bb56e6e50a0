import { z } from "zod";
import { countEndingKeys, listEndingKeys } from "#lib/api-keys/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { EndingKeyView } from "./schemas.ts";
import { DAYS_BEFORE } from "./stages.ts";

const MAX_SHOWN = 100;

/** The keys in use that stop by themselves within two weeks, the first of them first; a hundred at most. */
export const listEnding = defineRead({
  name: "reminder.list_ending",
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ items: z.array(EndingKeyView), total: z.number().int() }),
  keepsResult: false,
  async run(tx, ctx) {
    // What ends at this very moment has ended.
    const from = new Date(ctx.now.getTime() + 1);
    const span = { from, until: new Date(ctx.now.getTime() + DAYS_BEFORE[0] * DAY_MS) };
    const keys = await listEndingKeys(tx, { ...span, limit: MAX_SHOWN });
    const items = keys.map(({ id, name, environment, hint, owner, endsAt, endsBy }) => ({
      ...{ id, name, environment, hint, endsBy },
      ownerName: owner?.name ?? null,
      endsAt: endsAt.toISOString(),
    }));
    return { items, total: await countEndingKeys(tx, span) };
  },
});

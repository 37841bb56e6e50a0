import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { retentionRules } from "./rules.ts";
import { RemovedEvents, Retention } from "./schemas.ts";
import { sumRemoved } from "./store.ts";

/** How long the events of each stream are kept, and how many have gone so far. */
export const listRetention = defineRead({
  name: "audit_retention.list",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ items: z.array(Retention), removed: z.array(RemovedEvents) }),
  async run(tx) {
    return { items: await retentionRules(tx), removed: await sumRemoved(tx) };
  },
});

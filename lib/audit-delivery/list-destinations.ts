import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { Destination } from "./schemas.ts";
import { listDestinationRows } from "./store.ts";
import { viewOf } from "./view.ts";

/** All destinations of the workspace with their health, oldest first; there are few. */
export const listDestinations = defineRead({
  name: "audit_delivery.list",
  eventVersion: 2,
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: z.strictObject({}),
  output: z.object({ items: z.array(Destination) }),
  async run(tx, ctx) {
    return { items: await viewOf(tx, await listDestinationRows(tx), ctx.now) };
  },
});

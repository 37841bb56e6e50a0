import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { Webhook } from "./schemas.ts";
import { listWebhookRecords } from "./store.ts";
import { toWebhook } from "./view.ts";

/** All endpoints of the workspace, oldest first; there are few. */
export const listWebhooks = defineRead({
  name: "webhook.list",
  eventVersion: 2,
  permission: "webhooks:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ items: z.array(Webhook) }),
  async run(tx, ctx) {
    return { items: (await listWebhookRecords(tx)).map((record) => toWebhook(record, ctx.now)) };
  },
});

import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { KnownUrl, WebhookId } from "./schemas.ts";
import { deleteWebhookRow, lockWebhook } from "./store.ts";
import { existingWebhook, webhookChange } from "./view.ts";

/** Removes an endpoint with its log. What waits for it is not sent any more. */
export const deleteWebhook = defineWrite({
  name: "webhook.delete",
  eventVersion: 2,
  effect: "destructive",
  permission: "webhooks:manage",
  wall: "workspace",
  tool: null,
  input: WebhookId,
  output: z.object({ deleted: z.object({ id: z.uuid(), url: KnownUrl }) }),
  target: ({ webhookId }) => ({ type: "webhook", id: webhookId }),
  async run(tx, _, { webhookId }) {
    const { webhook } = existingWebhook(await lockWebhook(tx, webhookId));
    await deleteWebhookRow(tx, webhookId);
    return { output: { deleted: { id: webhook.id, url: webhook.url } }, changes: [webhookChange(webhook, null)] };
  },
});

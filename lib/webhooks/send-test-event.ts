import { z } from "zod";
import { newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { queueFor } from "./queue-event.ts";
import { WebhookId } from "./schemas.ts";
import { lockWebhook } from "./store.ts";
import { existingWebhook, webhookTarget } from "./view.ts";

/** Queues an event of no meaning, so that a receiver can be tried out. */
export const sendTestEvent = defineWrite({
  name: "webhook.send_test",
  effect: "write",
  permission: "webhooks:manage",
  wall: "workspace",
  tool: null,
  input: WebhookId,
  output: z.object({ deliveryId: z.uuid() }),
  target: ({ webhookId }) => ({ type: "webhook", id: webhookId }),
  async run(tx, ctx, { webhookId }) {
    const { webhook } = existingWebhook(await lockWebhook(tx, webhookId));
    if (webhook.disabledAt !== null) throw disabledWebhook();
    const data = { webhookId, sentBy: ctx.actor.name };
    const event = { type: "webhook.test", dedupeKey: `test:${newId()}`, data } as const;
    const [deliveryId = ""] = await queueFor(tx, [webhookId], event, ctx.now);
    const change = { target: webhookTarget(webhook), before: null, after: { deliveryId } };
    return { output: { deliveryId }, changes: [change] };
  },
});

export function disabledWebhook(): AppError {
  return new AppError("conflict", "This webhook is stopped. Start it first.", { reason: "webhook_disabled" });
}

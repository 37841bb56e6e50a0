import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { WebhookDelivery } from "./schemas.ts";
import { disabledWebhook } from "./send-test-event.ts";
import { lockDelivery, updateDelivery } from "./store.ts";
import { toDelivery, webhookTarget } from "./view.ts";

/** Sends a message once more, now: the same id, so that a receiver that has it can tell. */
export const retryDelivery = defineWrite({
  name: "webhook.retry_delivery",
  effect: "write",
  permission: "webhooks:manage",
  wall: "workspace",
  tool: null,
  input: z.strictObject({ deliveryId: z.uuid() }),
  output: z.object({ delivery: WebhookDelivery }),
  target: ({ deliveryId }) => ({ type: "webhook_delivery", id: deliveryId }),
  async run(tx, ctx, { deliveryId }) {
    const found = await lockDelivery(tx, deliveryId);
    if (found === null) throw new AppError("not_found", "There is no such delivery.");
    if (found.webhook.disabledAt !== null) throw disabledWebhook();
    const state = { status: "pending", nextAttemptAt: ctx.now } as const;
    await updateDelivery(tx, deliveryId, state);
    const change = {
      target: webhookTarget(found.webhook),
      before: { deliveryId, status: found.delivery.status },
      after: { deliveryId, status: state.status },
    };
    return { output: { delivery: toDelivery({ ...found.delivery, ...state }) }, changes: [change] };
  },
});

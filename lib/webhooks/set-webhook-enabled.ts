import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { SetWebhookEnabledInput, Webhook } from "./schemas.ts";
import { findWebhook, lockWebhook, updateWebhookRow } from "./store.ts";
import { existingWebhook, toWebhook, webhookChange } from "./view.ts";

/** Stops an endpoint, or starts it again. While it is stopped nothing is queued for it, and what waits is given up. */
export const setWebhookEnabled = defineWrite({
  name: "webhook.set_enabled",
  eventVersion: 2,
  effect: "write",
  permission: "webhooks:manage",
  wall: "workspace",
  tool: null,
  input: SetWebhookEnabledInput,
  output: z.object({ webhook: Webhook }),
  target: ({ webhookId }) => ({ type: "webhook", id: webhookId }),
  async run(tx, ctx, { webhookId, isEnabled }) {
    const before = existingWebhook(await lockWebhook(tx, webhookId));
    if ((before.webhook.disabledAt === null) === isEnabled) {
      return { output: { webhook: toWebhook(before, ctx.now) }, changes: [] };
    }
    // Only the job that got the answer 410 acts as the system here.
    const reason = ctx.channel === "job" ? "gone" : "person";
    const state = isEnabled
      ? { disabledAt: null, disabledReason: null }
      : ({ disabledAt: ctx.now, disabledReason: reason } as const);
    await updateWebhookRow(tx, webhookId, state);
    const after = existingWebhook(await findWebhook(tx, webhookId));
    return {
      output: { webhook: toWebhook(after, ctx.now) },
      changes: [webhookChange(before.webhook, after.webhook)],
    };
  },
});

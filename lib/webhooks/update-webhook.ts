import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { assertDestination } from "./create-webhook.ts";
import { UpdateWebhookInput, Webhook } from "./schemas.ts";
import { findWebhook, lockWebhook, updateWebhookRow } from "./store.ts";
import { existingWebhook, toWebhook, webhookChange } from "./view.ts";

/** Changes where an endpoint is and what it gets. What waits goes to the new address. */
export const updateWebhook = defineWrite({
  name: "webhook.update",
  eventVersion: 2,
  effect: "write",
  permission: "webhooks:manage",
  wall: "workspace",
  tool: null,
  input: UpdateWebhookInput,
  output: z.object({ webhook: Webhook }),
  target: ({ webhookId }) => ({ type: "webhook", id: webhookId }),
  async run(tx, ctx, { webhookId, version, url, description, events }) {
    const before = existingWebhook(await lockWebhook(tx, webhookId));
    if (before.webhook.version !== version) {
      const details = { reason: "stale_version", current: toWebhook(before, ctx.now) };
      throw new AppError("conflict", "Somebody changed this webhook in the meantime.", details);
    }
    assertDestination(url);
    await updateWebhookRow(tx, webhookId, { url, description, events: [...new Set(events)] });
    const after = existingWebhook(await findWebhook(tx, webhookId));
    return {
      output: { webhook: toWebhook(after, ctx.now) },
      changes: [webhookChange(before.webhook, after.webhook)],
    };
  },
});

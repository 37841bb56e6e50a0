import { z } from "zod";
import { HOUR_MS } from "#lib/durations/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { SECRET_OVERLAP_HOURS, Webhook, WebhookId } from "./schemas.ts";
import { generateSecret, sealSecret, WebhookSecret } from "./secret.ts";
import { findWebhook, lockWebhook, updateWebhookRow } from "./store.ts";
import { existingWebhook, toWebhook, webhookChange } from "./view.ts";

/** Makes a new secret. For a day both sign, so that the receiver can be changed in between. */
export const rotateWebhookSecret = defineWrite({
  name: "webhook.rotate_secret",
  eventVersion: 2,
  effect: "write",
  permission: "webhooks:manage",
  wall: "workspace",
  tool: null,
  input: WebhookId,
  output: z.object({ webhook: Webhook, secret: WebhookSecret }),
  target: ({ webhookId }) => ({ type: "webhook", id: webhookId }),
  async run(tx, ctx, { webhookId }) {
    const before = existingWebhook(await lockWebhook(tx, webhookId));
    const secret = generateSecret();
    await updateWebhookRow(tx, webhookId, {
      secretSealed: sealSecret(webhookId, secret.bytes),
      previousSecretSealed: before.webhook.secretSealed,
      previousSecretEndsAt: new Date(ctx.now.getTime() + SECRET_OVERLAP_HOURS * HOUR_MS),
    });
    const after = existingWebhook(await findWebhook(tx, webhookId));
    return {
      output: { webhook: toWebhook(after, ctx.now), secret: secret.text },
      changes: [webhookChange(before.webhook, after.webhook)],
    };
  },
});

import { z } from "zod";
import { newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { mayLeadSomewhereAllowed } from "./destination.ts";
import { CreateWebhookInput, MAX_WEBHOOKS, Webhook } from "./schemas.ts";
import { generateSecret, sealSecret, WebhookSecret } from "./secret.ts";
import { countWebhooksLocked, findWebhook, insertWebhook } from "./store.ts";
import { existingWebhook, toWebhook, webhookChange } from "./view.ts";

/** Makes an endpoint. The secret is in this one answer; afterwards it can only be rotated. */
export const createWebhook = defineWrite({
  name: "webhook.create",
  eventVersion: 2,
  effect: "write",
  permission: "webhooks:manage",
  wall: "workspace",
  tool: null,
  input: CreateWebhookInput,
  output: z.object({ webhook: Webhook, secret: WebhookSecret }),
  async run(tx, ctx, { url, description, events }) {
    assertDestination(url);
    if ((await countWebhooksLocked(tx)) >= MAX_WEBHOOKS) {
      throw new AppError("conflict", `A workspace has at most ${MAX_WEBHOOKS} webhooks.`, {
        reason: "too_many_webhooks",
      });
    }
    const id = newId();
    const secret = generateSecret();
    await insertWebhook(tx, {
      id,
      url,
      description,
      events: [...new Set(events)],
      secretSealed: sealSecret(id, secret.bytes),
      createdByName: ctx.actor.name,
      createdAt: ctx.now,
    });
    const record = existingWebhook(await findWebhook(tx, id));
    return {
      output: { webhook: toWebhook(record, ctx.now), secret: secret.text },
      changes: [webhookChange(null, record.webhook)],
    };
  },
});

/** @throws AppError `validation` for an address that no attempt could ever reach */
export function assertDestination(url: string): void {
  if (mayLeadSomewhereAllowed(new URL(url))) return;
  const message = "Webhooks go over https to public addresses only.";
  throw new AppError("validation", message, { reason: "webhook_address", fieldErrors: { url: [message] } });
}

import type { Tx } from "#db/tenant.ts";
import { notify } from "#lib/notifications/index.ts";
import type { DeliveryError } from "./schemas.ts";
import { findLastDelivered, type WebhookRow } from "./store.ts";

/** Tells the admins that a message was given up: once for an endpoint until one arrives there again. */
export async function tellGivenUp(
  tx: Tx,
  { id, url }: WebhookRow,
  failure: { readonly problem: DeliveryError; readonly status: number | null },
): Promise<void> {
  const { problem, status } = failure;
  await notify(tx, {
    kind: "webhook.delivery_failed",
    // The rest of an address may be a secret.
    params: { host: new URL(url).host, problem, ...(status !== null && { status }) },
    dedupeKey: `${id}:${(await findLastDelivered(tx, id)) ?? "never"}`,
    recipients: { admins: true },
    link: `/settings/integrations/webhooks/${id}`,
    about: { type: "webhook", id },
  });
}

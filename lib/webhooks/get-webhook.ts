import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { decodeCursor, encodeCursor, PageInput } from "#lib/paging/index.ts";
import { Webhook, WebhookDelivery, WebhookId } from "./schemas.ts";
import { findWebhook, listDeliveryRows } from "./store.ts";
import { existingWebhook, toDelivery, toWebhook } from "./view.ts";

/** One endpoint with what was sent to it, newest first. */
export const getWebhook = defineRead({
  name: "webhook.get",
  eventVersion: 2,
  permission: "webhooks:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({ ...WebhookId.shape, ...PageInput.shape }),
  output: z.object({ webhook: Webhook, deliveries: z.array(WebhookDelivery), nextCursor: z.string().nullable() }),
  target: ({ webhookId }) => ({ type: "webhook", id: webhookId }),
  async run(tx, ctx, { webhookId, limit, cursor }) {
    const record = existingWebhook(await findWebhook(tx, webhookId));
    const beforeId = cursor === undefined ? null : decodeCursor(cursor, z.uuid());
    const rows = await listDeliveryRows(tx, { endpointId: webhookId, beforeId, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      webhook: toWebhook(record, ctx.now),
      deliveries: page.map(toDelivery),
      nextCursor: last ? encodeCursor(last.id) : null,
    };
  },
});

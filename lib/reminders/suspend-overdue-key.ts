import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { type DueKey, suspendWithin } from "#lib/api-keys/index.ts";
import { ApiKey } from "#lib/api-keys/schemas.ts";
import { type Context, defineWrite } from "#lib/kernel/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { queueWebhookEvent } from "#lib/webhooks/index.ts";
import { planReminders } from "./plan.ts";
import { ReminderKeyId } from "./schemas.ts";
import { deleteAnnouncement, findSettings, findWorkspaceName, lockReminders } from "./store.ts";

/**
 * Suspends a key whose rotation is overdue past the announced end of its grace period, and tells people. Any other key
 * is left alone. The announcement goes with it: a key that is resumed gets a new one.
 */
export const suspendOverdueKey = defineWrite({
  name: "reminder.suspend_overdue",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: ReminderKeyId,
  output: z.object({ apiKey: ApiKey.nullable() }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId }) {
    await lockReminders(tx);
    const { suspensions } = await planReminders(tx, ctx.now);
    const key = suspensions.find(({ id }) => id === apiKeyId);
    if (key === undefined) return { output: { apiKey: null }, changes: [] };
    const { apiKey, change } = await suspendWithin(tx, ctx, apiKeyId, [
      "overdue",
      key.dueAt.toISOString().slice(0, 10),
    ]);
    await deleteAnnouncement(tx, apiKeyId);
    await tell(tx, ctx, key);
    return { output: { apiKey }, changes: [change] };
  },
});

async function tell(tx: Tx, ctx: Context, key: DueKey): Promise<void> {
  const teamAddress = (await findSettings(tx))?.teamAddress ?? null;
  const about = { name: key.name, hint: key.hint, environment: key.environment };
  const dedupeKey = `${key.id} ${ctx.now.toISOString()}`;
  await notify(tx, {
    kind: "api_key.suspended_by_policy",
    params: { ...about, dueAt: key.dueAt.toISOString() },
    dedupeKey,
    // Admins in any case: it is they who can let the key work again.
    recipients: {
      admins: true,
      ...(key.owner && { userIds: [key.owner.id] }),
      ...(teamAddress !== null && { addresses: [teamAddress] }),
    },
    link: `/settings/integrations/public-api/keys/${key.id}`,
    about: { type: "api_key", id: key.id },
  });
  const workspace = await findWorkspaceName(tx);
  const data = { workspace, apiKey: { id: key.id, ...about, owner: key.owner }, dueAt: key.dueAt.toISOString() };
  await queueWebhookEvent(tx, { type: "api_key.suspended_by_policy", dedupeKey, data }, ctx.now);
}

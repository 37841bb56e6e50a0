import type { Tx } from "#db/tenant.ts";
import type { Context } from "#lib/kernel/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { queueWebhookEvent } from "#lib/webhooks/index.ts";
import { type PlannedEnding, planEndings, planEndingWebhooks } from "./plan-endings.ts";
import type { QueuedReminder } from "./schemas.ts";
import { dayOf } from "./stages.ts";
import { findWorkspaceName } from "./store.ts";
import type { WhomToAsk } from "./whom-to-ask.ts";

/** Tells people and webhooks what they are to be told now of keys that stop by themselves. */
export async function tellEndings(tx: Tx, ctx: Context, asks: WhomToAsk): Promise<readonly PlannedEnding[]> {
  const told: PlannedEnding[] = [];
  for (const planned of await planEndings(tx, ctx.now)) {
    if (await tellPerson(tx, ctx, planned, asks)) told.push(planned);
  }
  const webhooks = await planEndingWebhooks(tx, ctx.now);
  if (webhooks.length === 0) return told;
  const workspace = await findWorkspaceName(tx);
  for (const planned of webhooks) if (await tellWebhook(tx, ctx, planned, workspace)) told.push(planned);
  return told;
}

async function tellPerson(tx: Tx, ctx: Context, planned: PlannedEnding, asks: WhomToAsk) {
  const { key, recipient, stage, days, dedupeKey } = planned;
  const { name, hint, environment, endsBy } = key;
  const about = { name, hint, environment, endsBy, endsAt: key.endsAt.toISOString() };
  const params = { ...about, ...asks(environment, recipient) };
  const told = await notify(tx, {
    ...(stage === "expired"
      ? { kind: "api_key.expired" as const, params }
      : { kind: "api_key.expiring" as const, params: { ...params, days } }),
    dedupeKey,
    recipients: {
      ...(recipient.userId !== null && { userIds: [recipient.userId] }),
      ...(recipient.address !== null && { addresses: [recipient.address] }),
    },
    link: `/settings/integrations/public-api/keys/${key.id}`,
    about: { type: "api_key", id: key.id },
    // The day's one mail, together with the rotations that are due.
    digest: `rotation ${dayOf(ctx.now, recipient.timeZone)}`,
  });
  return told.length > 0;
}

async function tellWebhook(tx: Tx, ctx: Context, { key, stage, days, dedupeKey }: PlannedEnding, workspace: object) {
  const { id, name, hint, environment, owner, endsAt, endsBy } = key;
  const apiKey = { id, name, hint, environment, owner };
  const data = { workspace, apiKey, stage, days, endsAt: endsAt.toISOString(), endsBy };
  return (await queueWebhookEvent(tx, { type: "api_key.expiring", dedupeKey, data }, ctx.now)) > 0;
}

export function toQueuedEnding({ key, recipient, stage, days }: PlannedEnding): QueuedReminder {
  const { id, name, environment, endsAt } = key;
  return { apiKeyId: id, name, environment, stage, days, dueAt: endsAt.toISOString(), recipient: recipient.key };
}

import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import type { Change } from "#lib/audit/index.ts";
import { type Context, defineWrite } from "#lib/kernel/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { queueWebhookEvent } from "#lib/webhooks/index.ts";
import { type Plan, type PlannedReminder, planReminders, planWebhooks } from "./plan.ts";
import type { PlannedEnding } from "./plan-endings.ts";
import { QueuedReminder } from "./schemas.ts";
import { dayOf } from "./stages.ts";
import { findWorkspaceName, lockReminders, saveAnnouncement } from "./store.ts";
import { tellEndings, toQueuedEnding } from "./tell-ending.ts";
import { type WhomToAsk, whomToAsk } from "./whom-to-ask.ts";

/**
 * Tells people and webhooks what they are to be told now of the rotations of this workspace, and of its keys that stop
 * by themselves. What was told before is not told again: twice at the same moment is once.
 */
export const queueReminders = defineWrite({
  name: "reminder.queue",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ queued: z.array(QueuedReminder) }),
  async run(tx, ctx) {
    await lockReminders(tx);
    const plan = await planReminders(tx, ctx.now);
    const told: PlannedReminder[] = [];
    const asks = await whomToAsk(tx);
    for (const reminder of plan.reminders) if (await tell(tx, ctx, reminder, asks)) told.push(reminder);
    await announceSuspensions(tx, ctx, plan);
    told.push(...(await tellWebhooks(tx, ctx)));
    const endings = await tellEndings(tx, ctx, asks);
    return {
      output: { queued: [...told.map(toQueued), ...endings.map(toQueuedEnding)] },
      changes: changesOf([...told, ...endings]),
    };
  },
});

async function tell(tx: Tx, ctx: Context, reminder: PlannedReminder, asks: WhomToAsk) {
  const { key, recipient, days, suspendsAt, dedupeKey } = reminder;
  const about = { name: key.name, hint: key.hint, environment: key.environment, dueAt: key.dueAt.toISOString() };
  const params = {
    ...about,
    ...asks(key.environment, recipient),
    ...(suspendsAt && { suspendsAt: suspendsAt.toISOString() }),
  };
  const told = await notify(tx, {
    ...(days < 0
      ? { kind: "api_key.overdue" as const, params: { ...params, days: -days } }
      : { kind: "api_key.rotation_reminder" as const, params: { ...params, days } }),
    dedupeKey,
    recipients: {
      ...(recipient.userId !== null && { userIds: [recipient.userId] }),
      ...(recipient.address !== null && { addresses: [recipient.address] }),
    },
    link: `/settings/integrations/public-api/keys/${key.id}`,
    about: { type: "api_key", id: key.id },
    // One mail a day for each reader, with all keys in it.
    digest: `rotation ${dayOf(ctx.now, recipient.timeZone)}`,
  });
  return told.length > 0;
}

async function announceSuspensions(tx: Tx, ctx: Context, { announcements }: Plan): Promise<void> {
  for (const { key, graceDays, suspendsAt } of announcements) {
    await saveAnnouncement(tx, {
      apiKeyId: key.id,
      suspendsAt,
      graceDays,
      dueAt: key.dueAt,
      keyVersion: key.version,
      announcedAt: ctx.now,
    });
  }
}

async function tellWebhooks(tx: Tx, ctx: Context): Promise<PlannedReminder[]> {
  const workspace = await findWorkspaceName(tx);
  const told: PlannedReminder[] = [];
  for (const reminder of await planWebhooks(tx, ctx.now)) {
    const { key, stage, days, suspendsAt, dedupeKey } = reminder;
    const data = {
      workspace,
      apiKey: { id: key.id, name: key.name, hint: key.hint, environment: key.environment, owner: key.owner },
      stage,
      days,
      dueAt: key.dueAt.toISOString(),
      suspendsAt: suspendsAt?.toISOString() ?? null,
    };
    const count = await queueWebhookEvent(tx, { type: "api_key.rotation_due", dedupeKey, data }, ctx.now);
    if (count > 0) told.push(reminder);
  }
  return told;
}

function toQueued({ key, recipient, stage, days }: PlannedReminder): QueuedReminder {
  const { id, name, environment, dueAt } = key;
  return { apiKeyId: id, name, environment, stage, days, dueAt: dueAt.toISOString(), recipient: recipient.key };
}

type Told = PlannedReminder | PlannedEnding;

/** One for each key, so that its history shows that people were reminded. */
function changesOf(told: readonly Told[]): Change[] {
  const byKey = Map.groupBy(told, ({ key }) => key.id);
  return [...byKey.values()].flatMap((reminders) => {
    const [first] = reminders;
    if (first === undefined) return [];
    const { id, name, hint } = first.key;
    const moments = Object.assign({}, ...reminders.map(({ key }) => momentOf(key)));
    const after = { ...moments, reminders: reminders.map(({ stage, recipient }) => `${stage} ${recipient.key}`) };
    return [{ target: { type: "api_key", id, label: `${name} (${hint})` }, before: null, after }];
  });
}

function momentOf(key: Told["key"]) {
  return "dueAt" in key ? { dueAt: key.dueAt.toISOString() } : { endsAt: key.endsAt.toISOString() };
}

import type { Tx } from "#db/tenant.ts";
import { type DueKey, listDueKeys, suspensionAt } from "#lib/api-keys/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { environmentPolicy } from "#lib/environment-policy/index.ts";
import { ENVIRONMENTS, type Environment } from "#lib/environments/index.ts";
import { findUnqueued } from "#lib/webhooks/index.ts";
import { audience, type Recipient, WEBHOOKS } from "./audience.ts";
import { isInForce } from "./grace.ts";
import { DAYS_BEFORE, dayNumber, reachedStage, type Stage } from "./stages.ts";
import { type AnnouncementRow, listAnnouncements, listSnoozes, listTold } from "./store.ts";

/** A day more than the first stage, for readers where it is tomorrow already. */
const AHEAD_DAYS = DAYS_BEFORE[0] + 2;

export interface PlannedReminder {
  readonly key: DueKey;
  readonly recipient: Recipient;
  readonly stage: Stage | "suspension";
  readonly days: number;
  readonly suspendsAt: Date | null;
  readonly dedupeKey: string;
}

export interface Plan {
  readonly reminders: readonly PlannedReminder[];
  /** Keys whose suspension is announced by these reminders. */
  readonly announcements: readonly { readonly key: DueKey; readonly graceDays: number; readonly suspendsAt: Date }[];
  /** Keys whose announced moment has come. */
  readonly suspensions: readonly DueKey[];
}

/** What is to be told now and was not told yet, and which keys are to be suspended. Changes nothing. */
export async function planReminders(tx: Tx, now: Date): Promise<Plan> {
  const keys = await listDueKeys(tx, { dueBefore: new Date(now.getTime() + AHEAD_DAYS * DAY_MS) }, now);
  if (keys.length === 0) return { reminders: [], announcements: [], suspensions: [] };
  const graces = await graceDaysOf(tx);
  const standing = await listAnnouncements(tx);
  const suspensions = keys.map((key) => suspensionOf(key, graces[key.environment], standing.get(key.id), now));
  const snoozes = await listSnoozes(tx, now);
  const told = await listTold(
    tx,
    keys.map(({ id }) => id),
  );
  const recipientsOf = await audience(tx);
  const reminders = keys.flatMap((key, index) => {
    const occasion = { key, suspension: suspensions[index] ?? null, isSnoozed: snoozes.has(key.id), now };
    return recipientsOf(key).flatMap((recipient) => {
      const candidates = candidatesFor(occasion, recipient);
      return candidates.find(({ dedupeKey }) => !told.has(`${dedupeKey} ${recipient.key}`)) ?? [];
    });
  });
  const spokenOf = new Set(reminders.map(({ key }) => key.id));
  const planned = suspensions.filter((suspension) => suspension !== null);
  return {
    reminders,
    announcements: planned.filter(({ isNew, key }) => isNew && spokenOf.has(key.id)),
    suspensions: planned.filter(({ isNew, suspendsAt }) => !isNew && suspendsAt <= now).map(({ key }) => key),
  };
}

interface Suspension {
  readonly key: DueKey;
  readonly graceDays: number;
  readonly suspendsAt: Date;
  readonly isNew: boolean;
}

/** Null where the policy suspends nothing by itself. */
function suspensionOf(
  key: DueKey,
  graceDays: number | null,
  standing: AnnouncementRow | undefined,
  now: Date,
): Suspension | null {
  if (graceDays === null || !key.isRequired) return null;
  if (standing !== undefined && isInForce(standing, key, graceDays)) {
    return { key, graceDays, suspendsAt: standing.suspendsAt, isNew: false };
  }
  return { key, graceDays, suspendsAt: suspensionAt(key, graceDays, now), isNew: true };
}

interface Occasion {
  readonly key: DueKey;
  readonly suspension: Suspension | null;
  readonly isSnoozed: boolean;
  readonly now: Date;
}

/**
 * What there is to say to a recipient, the first that was not said yet: the stage, which announces a suspension by the
 * way; else, for an overdue key, the announcement alone. A snooze silences the stages, never the announcement.
 */
function candidatesFor({ key, suspension, isSnoozed, now }: Occasion, recipient: Recipient): PlannedReminder[] {
  const { timeZone } = recipient;
  const suspendsAt = suspension?.suspendsAt ?? null;
  const reached = isSnoozed ? null : reachedStage({ createdAt: key.createdAt, dueAt: key.dueAt, now, timeZone });
  const said = { key, recipient, suspendsAt };
  const stages = reached ? [{ ...said, ...reached, dedupeKey: stageKey(key, reached.stage) }] : [];
  if (suspension === null || !suspension.isNew || key.dueAt > now) return stages;
  const days = dayNumber(key.dueAt, timeZone) - dayNumber(now, timeZone);
  const dedupeKey = `${stageKey(key, "suspension")} ${suspension.suspendsAt.toISOString()}`;
  return [...stages, { ...said, stage: "suspension", days, dedupeKey }];
}

function stageKey(key: DueKey, stage: Stage | "suspension"): string {
  return `${key.id} ${key.dueAt.toISOString()} ${stage}`;
}

/** For each environment: after how many days an overdue key is suspended. */
async function graceDaysOf(tx: Tx): Promise<Readonly<Record<Environment, number | null>>> {
  const graces = { development: null, staging: null, production: null } as Record<Environment, number | null>;
  for (const environment of ENVIRONMENTS) {
    graces[environment] = (await environmentPolicy(tx, environment)).suspendOverdueAfterDays;
  }
  return graces;
}

/** The stages as receivers of webhooks see them, who have no place: days are UTC's. */
export async function planWebhooks(tx: Tx, now: Date): Promise<PlannedReminder[]> {
  const keys = await listDueKeys(tx, { dueBefore: new Date(now.getTime() + AHEAD_DAYS * DAY_MS) }, now);
  const [standing, snoozes] = [await listAnnouncements(tx), await listSnoozes(tx, now)];
  const planned = keys.flatMap((key) => {
    const [stage] = candidatesFor({ key, suspension: null, isSnoozed: snoozes.has(key.id), now }, WEBHOOKS);
    return stage ? [{ ...stage, suspendsAt: standing.get(key.id)?.suspendsAt ?? null }] : [];
  });
  const dedupeKeys = planned.map(({ dedupeKey }) => dedupeKey);
  const unqueued = await findUnqueued(tx, "api_key.rotation_due", dedupeKeys);
  return planned.filter(({ dedupeKey }) => unqueued.has(dedupeKey));
}

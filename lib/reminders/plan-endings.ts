import type { Tx } from "#db/tenant.ts";
import { type EndingKey, listEndingKeys } from "#lib/api-keys/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { findUnqueued } from "#lib/webhooks/index.ts";
import { audience, type Recipient, WEBHOOKS } from "./audience.ts";
import { DAYS_BEFORE, type EndReached, type EndStage, reachedEndStage } from "./stages.ts";
import { listSnoozes, listTold } from "./store.ts";

/** A day more than the first stage, for readers where it is tomorrow already. */
const AHEAD_DAYS = DAYS_BEFORE[0] + 2;
/** So long after it has expired, people are still told of a key, should nothing have run meanwhile. */
const TOLD_WITHIN_DAYS = 7;
/** What a snooze silences. The last day, the end and what comes after it are told in any case: there is no second time. */
const CAN_WAIT: ReadonlySet<EndStage> = new Set(["ends-14", "ends-7"]);

/** One recipient is told that a key stops by itself, or has stopped. */
export interface PlannedEnding extends EndReached {
  readonly key: EndingKey;
  readonly recipient: Recipient;
  readonly dedupeKey: string;
}

/** What is to be told now of keys that stop by themselves, and was not told yet. Changes nothing. */
export async function planEndings(tx: Tx, now: Date): Promise<readonly PlannedEnding[]> {
  const keys = await keysInSight(tx, now);
  if (keys.length === 0) return [];
  const ids = keys.map(({ id }) => id);
  const [snoozes, told, recipientsOf] = [await listSnoozes(tx, now), await listTold(tx, ids), await audience(tx)];
  return keys
    .flatMap((key) => recipientsOf(key).flatMap((recipient) => ending(key, recipient, snoozes.has(key.id), now)))
    .filter(({ dedupeKey, recipient }) => !told.has(`${dedupeKey} ${recipient.key}`));
}

/** The same for receivers of webhooks. */
export async function planEndingWebhooks(tx: Tx, now: Date): Promise<readonly PlannedEnding[]> {
  const keys = await keysInSight(tx, now);
  if (keys.length === 0) return [];
  const snoozes = await listSnoozes(tx, now);
  const planned = keys.flatMap((key) => ending(key, WEBHOOKS, snoozes.has(key.id), now));
  const dedupeKeys = planned.map(({ dedupeKey }) => dedupeKey);
  const unqueued = await findUnqueued(tx, "api_key.expiring", dedupeKeys);
  return planned.filter(({ dedupeKey }) => unqueued.has(dedupeKey));
}

function keysInSight(tx: Tx, now: Date): Promise<EndingKey[]> {
  const at = (days: number) => new Date(now.getTime() + days * DAY_MS);
  return listEndingKeys(tx, { from: at(-TOLD_WITHIN_DAYS), until: at(AHEAD_DAYS) });
}

function ending(key: EndingKey, recipient: Recipient, isSnoozed: boolean, now: Date): PlannedEnding[] {
  const { createdAt, endsAt } = key;
  const reached = reachedEndStage({ createdAt, endsAt, now, timeZone: recipient.timeZone });
  if (reached === null || (isSnoozed && CAN_WAIT.has(reached.stage))) return [];
  return [{ ...reached, key, recipient, dedupeKey: `${key.id} ${endsAt.toISOString()} ${reached.stage}` }];
}

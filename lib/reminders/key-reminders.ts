import type { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { type DueKey, type EndingKey, findEndingKey, findScheduledKey } from "#lib/api-keys/index.ts";
import { environmentPolicy } from "#lib/environment-policy/index.ts";
import { isInForce } from "./grace.ts";
import type { KeyReminders, Snooze } from "./schemas.ts";
import { listAnnouncements, listSnoozes, type SnoozeRow } from "./store.ts";

const NO_ROTATION = { dueAt: null, isRequired: false, isOverdue: false, suspendsAt: null } as const;

/** A key as reminders see it: with a rotation ahead, an end, or both. */
export interface KeyAhead {
  readonly due: DueKey | null;
  readonly ending: EndingKey | null;
}

/** What a key has ahead; nothing of one that is not in use. */
export async function findAhead(tx: Tx, apiKeyId: string, now: Date): Promise<KeyAhead> {
  return { due: await findScheduledKey(tx, apiKeyId, now), ending: await findEndingKey(tx, apiKeyId, now) };
}

/** What lies ahead of one key. */
export async function remindersOfKey(tx: Tx, ahead: KeyAhead, now: Date): Promise<z.input<typeof KeyReminders>> {
  const { due, ending } = ahead;
  const snooze = ending === null ? undefined : (await listSnoozes(tx, now)).get(ending.id);
  return {
    ...(due === null
      ? { ...NO_ROTATION, snooze: snooze === undefined ? null : toSnooze(snooze) }
      : (await remindersOfKeys(tx, [due], now))(due)),
    endsAt: ending?.endsAt.toISOString() ?? null,
    endsBy: ending?.endsBy ?? null,
  };
}

/** What lies ahead of the rotations of many keys, with one look. */
export async function remindersOfKeys(tx: Tx, keys: readonly DueKey[], now: Date) {
  const [snoozes, announcements] = [await listSnoozes(tx, now), await listAnnouncements(tx)];
  const graces = new Map<string, number | null>();
  for (const environment of new Set(keys.map((key) => key.environment))) {
    graces.set(environment, (await environmentPolicy(tx, environment)).suspendOverdueAfterDays);
  }
  return (key: DueKey) => {
    const announcement = announcements.get(key.id);
    const graceDays = graces.get(key.environment) ?? null;
    const isAnnounced = announcement !== undefined && graceDays !== null && isInForce(announcement, key, graceDays);
    const snooze = snoozes.get(key.id);
    return {
      dueAt: key.dueAt.toISOString(),
      isRequired: key.isRequired,
      isOverdue: key.dueAt <= now,
      suspendsAt: isAnnounced ? announcement.suspendsAt.toISOString() : null,
      snooze: snooze === undefined ? null : toSnooze(snooze),
    };
  };
}

function toSnooze({ until, reason, byName, createdAt }: SnoozeRow): Snooze {
  return { until: until.toISOString(), reason, byName, createdAt: createdAt.toISOString() };
}

import type { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import type { DueKey } from "#lib/api-keys/index.ts";
import { environmentPolicy } from "#lib/environment-policy/index.ts";
import { isInForce } from "./grace.ts";
import type { KeyReminders, Snooze } from "./schemas.ts";
import { listAnnouncements, listSnoozes, type SnoozeRow } from "./store.ts";

const NOTHING = { dueAt: null, isRequired: false, isOverdue: false, suspendsAt: null, snooze: null } as const;

/** What lies ahead of one key; nothing for a key that is not in use or has no schedule. */
export async function remindersOfKey(tx: Tx, key: DueKey | null, now: Date): Promise<z.input<typeof KeyReminders>> {
  return key === null ? NOTHING : (await remindersOfKeys(tx, [key], now))(key);
}

/** The same for many keys, with one look. */
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

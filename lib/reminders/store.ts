import { and, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { saveByVersion } from "#db/save-by-version.ts";
import {
  memberships,
  notifications,
  reminderSettings,
  reminderSnoozes,
  suspensionAnnouncements,
  users,
  workspaces,
} from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { Role } from "#lib/authz/index.ts";
import type { NotificationKind } from "#lib/notifications/schemas.ts";

export type SnoozeRow = typeof reminderSnoozes.$inferSelect;
export type AnnouncementRow = typeof suspensionAnnouncements.$inferSelect;
export type SettingsRow = typeof reminderSettings.$inferSelect;

export interface Reader {
  readonly userId: string;
  readonly role: Role;
  readonly timeZone: string | null;
}

/** One run at a time in a workspace, whatever number of instances: the second one sees what the first has told. */
export async function lockReminders(tx: Tx): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('reminders' || current_setting('app.workspace_id'), 0))`,
  );
}

/** The members that are not disabled, with what deciding about them needs. */
export async function listReaders(tx: Tx): Promise<Reader[]> {
  return tx
    .select({ userId: users.id, role: memberships.role, timeZone: users.timeZone })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(isNull(users.disabledAt))
    .orderBy(users.id);
}

const KINDS: readonly NotificationKind[] = [
  "api_key.rotation_reminder",
  "api_key.overdue",
  "api_key.expiring",
  "api_key.expired",
];

/** Of these reminders, those that were told already, as `<dedupe key> <recipient>`. */
export async function listTold(tx: Tx, apiKeyIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (apiKeyIds.length === 0) return new Set();
  const rows = await tx
    .select({ dedupeKey: notifications.dedupeKey, recipient: notifications.recipient })
    .from(notifications)
    .where(
      and(
        eq(notifications.aboutType, "api_key"),
        inArray(notifications.aboutId, [...apiKeyIds]),
        inArray(notifications.kind, [...KINDS]),
      ),
    );
  return new Set(rows.map(({ dedupeKey, recipient }) => `${dedupeKey} ${recipient}`));
}

export async function findSettings(tx: Tx): Promise<SettingsRow | null> {
  const [row] = await tx.select().from(reminderSettings);
  return row ?? null;
}

/**
 * Writes settings that were decided on a version; 0 is the defaults', which have no row.
 * @returns null when somebody was quicker
 */
export function saveSettings(
  tx: Tx,
  values: Pick<SettingsRow, "teamAddress" | "updatedByName" | "updatedAt">,
  version: number,
): Promise<SettingsRow | null> {
  return saveByVersion(tx, reminderSettings, values, version);
}

/** Those that are still in force, by key. */
export async function listSnoozes(tx: Tx, now: Date): Promise<ReadonlyMap<string, SnoozeRow>> {
  const rows = await tx.select().from(reminderSnoozes).where(gt(reminderSnoozes.until, now));
  return new Map(rows.map((row) => [row.apiKeyId, row]));
}

export async function saveSnooze(tx: Tx, values: Omit<SnoozeRow, "workspaceId">): Promise<void> {
  const { apiKeyId: _, ...changed } = values;
  await tx
    .insert(reminderSnoozes)
    .values(values)
    .onConflictDoUpdate({ target: [reminderSnoozes.workspaceId, reminderSnoozes.apiKeyId], set: changed });
}

export async function deleteSnooze(tx: Tx, apiKeyId: string): Promise<void> {
  await tx.delete(reminderSnoozes).where(eq(reminderSnoozes.apiKeyId, apiKeyId));
}

export async function listAnnouncements(tx: Tx): Promise<ReadonlyMap<string, AnnouncementRow>> {
  const rows = await tx.select().from(suspensionAnnouncements);
  return new Map(rows.map((row) => [row.apiKeyId, row]));
}

export async function saveAnnouncement(tx: Tx, values: Omit<AnnouncementRow, "workspaceId">): Promise<void> {
  const { apiKeyId: _, ...changed } = values;
  const target = [suspensionAnnouncements.workspaceId, suspensionAnnouncements.apiKeyId];
  await tx.insert(suspensionAnnouncements).values(values).onConflictDoUpdate({ target, set: changed });
}

export async function deleteAnnouncement(tx: Tx, apiKeyId: string): Promise<void> {
  await tx.delete(suspensionAnnouncements).where(eq(suspensionAnnouncements.apiKeyId, apiKeyId));
}

/** The workspace in force, as messages name it. */
export async function findWorkspaceName(tx: Tx): Promise<{ readonly slug: string; readonly name: string }> {
  const [row] = await tx.select({ slug: workspaces.slug, name: workspaces.name }).from(workspaces);
  return row ?? { slug: "", name: "" };
}

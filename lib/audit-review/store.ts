import { and, count, desc, eq, gte, inArray, isNull, lt, sql } from "drizzle-orm";
import { saveByVersion } from "#db/save-by-version.ts";
import {
  auditFirstUses,
  auditReviewSettings,
  auditReviews,
  memberships,
  notifications,
  users,
} from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { REVIEWING_ROLES } from "./schemas.ts";

export type SettingsRow = typeof auditReviewSettings.$inferSelect;
export type ReviewRow = typeof auditReviews.$inferSelect;

/** One decision about reviews at a time in a workspace: the second one sees what the first has signed or told. */
export async function lockReviews(tx: Tx): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('audit-reviews' || current_setting('app.workspace_id'), 0))`,
  );
}

export async function findSettings(tx: Tx): Promise<SettingsRow | null> {
  const [row] = await tx.select().from(auditReviewSettings);
  return row ?? null;
}

/**
 * Writes settings that were decided on a version; 0 is the defaults', which have no row.
 * @returns null when somebody was quicker
 */
export function saveSettings(
  tx: Tx,
  values: Omit<SettingsRow, "workspaceId" | "version">,
  version: number,
): Promise<SettingsRow | null> {
  return saveByVersion(tx, auditReviewSettings, values, version);
}

/** Members that are not disabled and whose role may review, by name. */
export async function listCandidates(tx: Tx) {
  return tx
    .select({ id: users.id, name: users.name, role: memberships.role, timeZone: users.timeZone })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(inArray(memberships.role, [...REVIEWING_ROLES]), isNull(users.disabledAt)))
    .orderBy(users.name, users.id);
}

/** The latest ones, strictly before an id where one is given. */
export async function listReviewRows(tx: Tx, beforeId: string | null, limit: number): Promise<ReviewRow[]> {
  return tx
    .select()
    .from(auditReviews)
    .where(beforeId === null ? undefined : lt(auditReviews.id, beforeId))
    .orderBy(desc(auditReviews.id))
    .limit(limit);
}

export async function findLastReview(tx: Tx): Promise<ReviewRow | null> {
  const [row] = await listReviewRows(tx, null, 1);
  return row ?? null;
}

export async function insertReview(tx: Tx, values: Omit<ReviewRow, "workspaceId">): Promise<void> {
  await tx.insert(auditReviews).values(values);
}

/** What a key does within its first day is what it is for: only later tools are new. Addresses and clients are at once. */
const IS_UNUSUAL = sql`exists (
  select from audit_first_uses earlier
  where earlier.credential_id = audit_first_uses.credential_id and earlier.kind = audit_first_uses.kind
    and earlier.first_at < audit_first_uses.first_at
      - case audit_first_uses.kind when 'tool' then interval '1 day' else interval '0' end)`;

const isIn = (from: Date | null, until: Date) =>
  and(
    from === null ? undefined : gte(auditFirstUses.firstAt, from.toISOString()),
    lt(auditFirstUses.firstAt, until.toISOString()),
    IS_UNUSUAL,
  );

/** Uses of an address, a client or a tool that a credential had not shown before, the latest first. */
export async function listUnusualUses(tx: Tx, from: Date | null, until: Date, limit: number) {
  return tx
    .select()
    .from(auditFirstUses)
    .where(isIn(from, until))
    .orderBy(desc(auditFirstUses.firstAt), auditFirstUses.credentialId, auditFirstUses.kind, auditFirstUses.value)
    .limit(limit);
}

/** @returns at most `limit` */
export async function countUnusualUses(tx: Tx, from: Date | null, until: Date, limit: number): Promise<number> {
  const some = tx
    .select({ one: sql`1`.as("one") })
    .from(auditFirstUses)
    .where(isIn(from, until))
    .limit(limit)
    .as("some");
  const [row] = await tx.select({ count: count() }).from(some);
  return row?.count ?? 0;
}

/** Of the reminders of this workspace, those that were told already, as `<dedupe key> <recipient>`. */
export async function listTold(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ dedupeKey: notifications.dedupeKey, recipient: notifications.recipient })
    .from(notifications)
    .where(and(eq(notifications.aboutType, "audit_log"), eq(notifications.kind, "audit.review_due")));
  return new Set(rows.map(({ dedupeKey, recipient }) => `${dedupeKey} ${recipient}`));
}

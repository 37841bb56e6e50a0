import { eq, sql } from "drizzle-orm";
import { auditEvidenceSettings } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";

export type SettingsRow = typeof auditEvidenceSettings.$inferSelect;

export async function findSettings(tx: Tx): Promise<SettingsRow | null> {
  const [row] = await tx.select().from(auditEvidenceSettings);
  return row ?? null;
}

/**
 * Writes what was decided on a version; 0 is where nobody has decided yet.
 * @returns null when somebody was quicker
 */
export async function saveSettings(
  tx: Tx,
  values: Omit<SettingsRow, "workspaceId" | "version">,
  version: number,
): Promise<SettingsRow | null> {
  const [row] =
    version === 0
      ? await tx.insert(auditEvidenceSettings).values(values).onConflictDoNothing().returning()
      : await tx
          .update(auditEvidenceSettings)
          .set({ ...values, version: sql`${auditEvidenceSettings.version} + 1` })
          .where(eq(auditEvidenceSettings.version, version))
          .returning();
  return row ?? null;
}

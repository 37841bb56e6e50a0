import { saveByVersion } from "#db/save-by-version.ts";
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
export function saveSettings(
  tx: Tx,
  values: Omit<SettingsRow, "workspaceId" | "version">,
  version: number,
): Promise<SettingsRow | null> {
  return saveByVersion(tx, auditEvidenceSettings, values, version);
}

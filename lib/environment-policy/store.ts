import { eq } from "drizzle-orm";
import { saveByVersion } from "#db/save-by-version.ts";
import { environmentPolicies } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import type { PolicySettings } from "./schemas.ts";

export type PolicyRow = typeof environmentPolicies.$inferSelect;

/** What the workspace has decided; an environment without a row has the defaults. */
export async function listPolicyRows(tx: Tx): Promise<PolicyRow[]> {
  return tx.select().from(environmentPolicies);
}

export async function findPolicyRow(tx: Tx, environment: Environment): Promise<PolicyRow | null> {
  const [row] = await tx.select().from(environmentPolicies).where(eq(environmentPolicies.environment, environment));
  return row ?? null;
}

interface Saved extends PolicySettings {
  readonly environment: Environment;
  readonly updatedAt: Date;
  readonly updatedByName: string;
}

/**
 * Writes a policy that was decided on a version; 0 is the defaults', which have no row.
 * @returns null when somebody was quicker
 */
export function savePolicyRow(tx: Tx, saved: Saved, version: number): Promise<PolicyRow | null> {
  return saveByVersion(tx, environmentPolicies, saved, version, eq(environmentPolicies.environment, saved.environment));
}

import type { Tx } from "#db/tenant.ts";
import { ENVIRONMENTS, type Environment } from "#lib/environments/index.ts";
import { DEFAULT_POLICIES } from "./defaults.ts";
import type { EnvironmentPolicy } from "./schemas.ts";
import { findPolicyRow, listPolicyRows, type PolicyRow } from "./store.ts";

/** The policy in force in an environment of the workspace: its own, or the defaults. */
export async function environmentPolicy(tx: Tx, environment: Environment): Promise<EnvironmentPolicy> {
  return toPolicy(environment, await findPolicyRow(tx, environment));
}

/** The policies in force in the three environments, in the order of display. */
export async function environmentPolicies(tx: Tx): Promise<EnvironmentPolicy[]> {
  const rows = await listPolicyRows(tx);
  return ENVIRONMENTS.map((environment) =>
    toPolicy(environment, rows.find((row) => row.environment === environment) ?? null),
  );
}

export function toPolicy(environment: Environment, row: PolicyRow | null): EnvironmentPolicy {
  if (row === null) {
    return { ...DEFAULT_POLICIES[environment], environment, version: 0, updatedAt: null, updatedByName: null };
  }
  const { workspaceId: _, updatedAt, ...decided } = row;
  return { ...decided, updatedAt: updatedAt.toISOString() };
}

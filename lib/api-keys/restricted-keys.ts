import type { Tx } from "#db/tenant.ts";
import type { Change } from "#lib/audit/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { existing } from "./get-api-key.ts";
import { listRestricted, updateRestrictions } from "./restriction-store.ts";
import { findApiKeyById, lockApiKey } from "./store.ts";
import { tokenHint } from "./token.ts";
import { keyChange } from "./view.ts";

/** A live key that may see some projects only. */
export interface RestrictedKey {
  readonly apiKeyId: string;
  readonly name: string;
  readonly hint: string;
  readonly projectIds: readonly string[];
}

/** For operations that replace projects: whose restrictions name them. */
export async function listRestrictedKeys(tx: Tx, environment: Environment, now: Date): Promise<RestrictedKey[]> {
  return (await listRestricted(tx, environment, now)).map(({ key }) => ({
    apiKeyId: key.id,
    name: key.name,
    hint: tokenHint(key.environment, key.lastFour),
    projectIds: key.projectIds ?? [],
  }));
}

/** Restricts a key to other projects, because its own were replaced. Restricted to none, it sees nothing. */
export async function moveKeyToProjects(
  tx: Tx,
  now: Date,
  apiKeyId: string,
  projectIds: readonly string[],
): Promise<Change> {
  const before = existing(await lockApiKey(tx, apiKeyId));
  await updateRestrictions(tx, apiKeyId, { projectIds: [...projectIds] });
  const after = existing(await findApiKeyById(tx, apiKeyId));
  return keyChange(before, after, now);
}

import type { Tx } from "#db/tenant.ts";
import { listRestrictedKeys } from "#lib/api-keys/index.ts";
import { sha256 } from "#lib/crypto/index.ts";
import type { AffectedKey, RefreshPreview } from "./schemas.ts";
import { countRows, lastChanges, listProjectKeys } from "./store.ts";

/** What a refresh would do at this moment. */
export async function planRefresh(tx: Tx, now: Date): Promise<RefreshPreview> {
  const [removed, copied] = [await countRows(tx, "staging"), await countRows(tx, "production")];
  const keys = await affectedKeys(tx, now);
  const state = JSON.stringify([removed, await lastChanges(tx, "staging"), keys]);
  return { removed, copied, keys, fingerprint: sha256(state).toString("base64url") };
}

async function affectedKeys(tx: Tx, now: Date): Promise<AffectedKey[]> {
  const staging = new Map((await listProjectKeys(tx, "staging")).map(({ id, key }) => [id, key]));
  const production = new Set((await listProjectKeys(tx, "production")).map(({ key }) => key));
  return (await listRestrictedKeys(tx, "staging", now)).map(({ projectIds, ...key }) => {
    const allowed = projectIds.flatMap((id) => staging.get(id) ?? []);
    return {
      ...key,
      follows: allowed.filter((projectKey) => production.has(projectKey)),
      loses: allowed.filter((projectKey) => !production.has(projectKey)),
    };
  });
}

import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import { send } from "#db/statement.ts";
import { withoutWorkspace } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import type { WritesPausedBy } from "#lib/kernel/index.ts";
import type { AllowedHours } from "./allowed-hours.ts";

const MAX_LOOK_UPS = 100;

/** One key with all that authentication needs, found before its workspace is known. */
export interface FoundApiKey {
  readonly id: string;
  readonly workspace_id: string;
  readonly workspace_slug: string;
  readonly workspace_name: string;
  readonly environment: Environment;
  readonly name: string;
  readonly last_four: string;
  readonly scopes: string[];
  readonly writes_need_approval: boolean;
  readonly secret_hash: Buffer;
  readonly pepper_id: number;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly suspended_at: string | null;
  readonly awaits_approval: boolean;
  readonly overlap_ends_at: string | null;
  readonly allowed_addresses: string[];
  readonly allowed_hours: AllowedHours | null;
  readonly project_ids: string[] | null;
  readonly line_id: string;
  readonly requests_per_minute: number | null;
  readonly writes_per_minute: number | null;
  readonly writes_per_hour: number | null;
  readonly writes_paused_by: WritesPausedBy | null;
  readonly last_used_at: string | null;
  readonly owner_user_id: string | null;
  readonly owner_name: string | null;
  readonly owner_email: string | null;
  readonly owner_role: string | null;
  /** False: the workspace has decided nothing for this environment, and the defaults are in force. */
  readonly has_policy: boolean;
  readonly max_age_days: number | null;
}

/**
 * The one look-up of every request: by the public key id, through the narrow definer function. Requests that arrive
 * together share a statement; nothing outlives it, so each sees the row as it is after its own arrival.
 */
export function findApiKeyByKeyId(keyId: string): Promise<FoundApiKey | null> {
  return lookUps.load(keyId);
}

const lookUps = new DataLoader<string, FoundApiKey | null>(
  async (keyIds) => {
    const found = await findApiKeysByKeyIds([...new Set(keyIds)]);
    return keyIds.map((keyId) => found.get(keyId) ?? null);
  },
  { cache: false, maxBatchSize: MAX_LOOK_UPS, batchScheduleFn: setImmediate },
);

/** The same for many key ids in one statement, by key id; those that are nobody's are missing. */
export async function findApiKeysByKeyIds(keyIds: readonly string[]): Promise<ReadonlyMap<string, FoundApiKey>> {
  const rows = await withoutWorkspace((db) => send(db, FIND_API_KEYS, [JSON.stringify(keyIds)]));
  return new Map(rows.map(foundRow).map((found) => [found.wanted_key_id, found]));
}

const FIND_API_KEYS = `select wanted.key_id as wanted_key_id, found.*
  from jsonb_array_elements_text($1::jsonb) as wanted(key_id) cross join lateral find_api_key(wanted.key_id) as found`;

/** The function's own column list guarantees the shape. */
function foundRow(row: object): FoundApiKey & { readonly wanted_key_id: string } {
  return row as FoundApiKey & { readonly wanted_key_id: string };
}

/** Rotated keys of all workspaces whose overlap is over and that nobody has ended yet. */
export async function listEndedOverlaps(
  now: Date,
): Promise<readonly { readonly workspaceId: string; readonly apiKeyId: string }[]> {
  const rows = await withoutWorkspace((db) =>
    db.execute(sql`select * from list_ended_overlaps(${now.toISOString()}::timestamptz)`),
  );
  return [...rows].map((row) => ({ workspaceId: String(row.workspace_id), apiKeyId: String(row.id) }));
}

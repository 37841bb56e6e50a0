import type { Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import { type DueFilter, findScheduledRecord, listDueRecords } from "./due-store.ts";
import { rotationDueAt } from "./moments.ts";
import type { ApiKeyRecord } from "./store.ts";
import { tokenHint } from "./token.ts";

/** A key in use that is to be rotated: what reminding of it needs. */
export interface DueKey {
  readonly id: string;
  readonly name: string;
  readonly environment: Environment;
  readonly hint: string;
  readonly owner: { readonly id: string; readonly name: string; readonly email: string } | null;
  readonly createdAt: Date;
  readonly dueAt: Date;
  /** Its environment requires rotation; otherwise it is the key's own schedule alone. */
  readonly isRequired: boolean;
  /** Changes with everything that is done to the key. */
  readonly version: number;
}

/**
 * The keys in use (not suspended, not rotated already) whose rotation is due before a moment, the longest due first.
 * For the operations of other domains, in their transaction.
 */
export async function listDueKeys(tx: Tx, filter: DueFilter, now: Date): Promise<DueKey[]> {
  return (await listDueRecords(tx, filter, now)).flatMap(toDueKey);
}

/** The key, if it is in use and has a schedule. */
export async function findScheduledKey(tx: Tx, id: string, now: Date): Promise<DueKey | null> {
  const record = await findScheduledRecord(tx, id, now);
  return (record && toDueKey(record)[0]) ?? null;
}

function toDueKey({ key, owner }: ApiKeyRecord): DueKey[] {
  const dueAt = rotationDueAt(key);
  if (dueAt === null) return [];
  const { id, name, environment, createdAt, version } = key;
  const hint = tokenHint(environment, key.lastFour);
  return [
    { id, name, environment, hint, owner, createdAt, dueAt, isRequired: key.requiredRotationDays !== null, version },
  ];
}

import type { Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import { type EndingFilter, findEndingRecord, listEndingRecords } from "./ending-store.ts";
import { keyEndsAt } from "./moments.ts";
import type { ApiKeyRecord } from "./store.ts";
import { tokenHint } from "./token.ts";

/** A key that stops by itself: what reminding of it needs. */
export interface EndingKey {
  readonly id: string;
  readonly name: string;
  readonly environment: Environment;
  readonly hint: string;
  readonly owner: ApiKeyRecord["owner"];
  readonly createdAt: Date;
  readonly endsAt: Date;
  /** Its own hard expiry, or the maximum age of its environment where that comes first. */
  readonly endsBy: "expiry" | "maximum_age";
}

/**
 * The keys (not revoked, not suspended, not rotated already) that stop by themselves in a span of time, the first of
 * them first. For the operations of other domains, in their transaction.
 */
export async function listEndingKeys(tx: Tx, filter: EndingFilter): Promise<EndingKey[]> {
  return (await listEndingRecords(tx, filter)).flatMap(toEndingKey);
}

/** The key, if it is in use and has an end ahead. */
export async function findEndingKey(tx: Tx, id: string, now: Date): Promise<EndingKey | null> {
  const record = await findEndingRecord(tx, id, now);
  return (record && toEndingKey(record)[0]) ?? null;
}

function toEndingKey({ key, owner }: ApiKeyRecord): EndingKey[] {
  const endsAt = keyEndsAt(key);
  if (endsAt === null) return [];
  const { id, name, environment, createdAt } = key;
  const endsBy = endsAt.getTime() === key.expiresAt?.getTime() ? "expiry" : "maximum_age";
  return [{ id, name, environment, hint: tokenHint(environment, key.lastFour), owner, createdAt, endsAt, endsBy }];
}

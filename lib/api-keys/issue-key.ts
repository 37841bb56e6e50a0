import type { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Actor, sqlStateOf } from "#lib/kernel/index.ts";
import type { ApiKey } from "./schemas.ts";
import { hashSecret } from "./secret-hash.ts";
import { type ApiKeyRecord, type ApiKeyRow, findApiKeyById, insertApiKey } from "./store.ts";
import { generateToken } from "./token.ts";

/** Everything of a key but its secret and what comes of it. */
export type KeyFacts = Pick<
  ApiKeyRow,
  | "name"
  | "description"
  | "clientKind"
  | "environment"
  | "scopes"
  | "writesNeedApproval"
  | "ownerUserId"
  | "createdByName"
  | "createdByUserId"
  | "createdAt"
  | "expiresAt"
  | "approvalRequestedAt"
  | "rotateEveryDays"
  | "allowedAddresses"
  | "allowedHours"
  | "projectIds"
  | "requestsPerMinute"
  | "writesPerMinute"
  | "writesPerHour"
> & {
  /** Absent on the first key of a line. */
  readonly line?: { readonly lineId: string; readonly predecessorId: string };
  /** Absent where nobody said that it takes another one's place. */
  readonly replacesKeyId?: string | null;
};

export interface IssuedKey {
  readonly record: ApiKeyRecord;
  readonly token: string;
}

export type IssuedOutput = { apiKey: z.input<typeof ApiKey>; token: string };

/** Who makes a key, as its row says it. */
export function madeBy(actor: Actor): Pick<ApiKeyRow, "createdByName" | "createdByUserId"> {
  return { createdByName: actor.name, createdByUserId: actor.kind === "user" ? actor.id : null };
}

const UNIQUE_VIOLATION = "23505";

/**
 * Makes the secret, stores its hash, and gives the token back: the one moment at which it exists.
 * @param onTaken the error when the name, or the place in the line, was taken at the same moment
 */
export async function issueKey(
  tx: Tx,
  { line, ...facts }: KeyFacts,
  onTaken: (cause: unknown) => AppError,
): Promise<IssuedKey> {
  const { keyId, secret, token } = generateToken(facts.environment);
  const { pepperId, hash } = hashSecret(keyId, secret);
  const id = newId();
  const values = {
    ...facts,
    id,
    keyId,
    secretHash: hash,
    pepperId,
    lastFour: token.slice(-4),
    lineId: line?.lineId ?? id,
    predecessorId: line?.predecessorId ?? null,
  };
  await insertApiKey(tx, values).catch((error: unknown) => {
    // Somebody else was quicker between the look and the insert: the unique index decides.
    throw sqlStateOf(error) === UNIQUE_VIOLATION ? onTaken(error) : error;
  });
  const record = await findApiKeyById(tx, id);
  if (record === null) throw new AppError("internal", "The key could not be read back.");
  return { record, token };
}

import { type Answer, messageId, send, signedHeaders, unsealSecret } from "#lib/webhooks/index.ts";
import type { DestinationRow } from "./store.ts";

const SENDER = { "user-agent": "Postern-Audit/1" };

/** What a run takes from outside. */
export interface Surroundings {
  readonly now: () => Date;
  /** From 0 to 1. */
  readonly chance: () => number;
  /** Of one request. */
  readonly timeoutMs?: number;
}

export const REAL_SURROUNDINGS: Surroundings = { now: () => new Date(), chance: Math.random };

/** Sends one message, signed. @param id the same for the same message */
export async function post(
  row: DestinationRow,
  { id, body }: { readonly id: string; readonly body: string },
  at: Date,
  { timeoutMs }: Surroundings,
): Promise<Answer> {
  const secrets = secretsOf(row, at);
  if (secrets.length === 0) return { status: null, error: "secret_unreadable" };
  return send(new URL(row.url), { ...signedHeaders(secrets, messageId(id), at, body), ...SENDER }, body, timeoutMs);
}

/** The current secret, and for a while the one before it. */
function secretsOf(row: DestinationRow, now: Date): readonly Buffer[] {
  const isOverlap = row.previousSecretEndsAt !== null && row.previousSecretEndsAt > now;
  const sealed = [row.secretSealed, ...(isOverlap ? [row.previousSecretSealed] : [])];
  return sealed.flatMap((bytes) => (bytes && unsealSecret(row.id, bytes)) ?? []);
}

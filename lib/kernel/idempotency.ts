import type { Tx } from "#db/tenant.ts";
import { type Change, redactText } from "#lib/audit/index.ts";
import { sha256 } from "#lib/crypto/index.ts";
import { inputDigest, keepAnswer, reserveKey } from "#lib/safe-writes/index.ts";
import type { Done } from "./guard.ts";
import { otherBody } from "./hold.ts";
import type { Call } from "./record.ts";

/**
 * The answer that a call with the same idempotency key got before; null when this one is the first, and has the key now.
 * Of many at once the others wait here for the first.
 * @throws AppError `conflict` when the key stands for another call
 */
export async function firstAnswer(tx: Tx, call: Call, auditEventId: string): Promise<Done | null> {
  const { operation, rawInput } = call;
  const place = placeOf(call);
  if (place === null) return null;
  const digest = inputDigest(operation.name, rawInput);
  const wanted = { ...place, operation: operation.name, inputDigest: digest, auditEventId };
  const first = await reserveKey(tx, wanted);
  if (first === null) return null;
  if (first.inputDigest !== digest) throw otherBody();
  const changes = first.changes as readonly Change[];
  const { output } = first;
  return { call, output, answer: output, changes, confirmed: null, firstEventId: first.auditEventId };
}

/** The key as it is kept: one that looks like a secret by its digest, which tells calls apart as well. */
export function keepableKey(key: string): string {
  return redactText(key) === key ? key : `sha256:${sha256(key).toString("base64url")}`;
}

/** Keeps the answer of a call for those that repeat its idempotency key. */
export async function keepFirst(tx: Tx, call: Call, answer: Pick<Done, "output" | "changes">): Promise<void> {
  const place = placeOf(call);
  if (place !== null) await keepAnswer(tx, place, answer);
}

/**
 * Where the answer is kept; null without a key. Keys of different callers have nothing to do with each other, nor has that
 * of a call which confirms another, or takes it back, with that other's: one text may well stand for both.
 */
function placeOf({ idempotencyKey, operation, ctx: { actor } }: Call) {
  if (idempotencyKey === null) return null;
  const caller = actor.kind === "system" ? "system" : `${actor.kind}:${actor.id}`;
  return { caller, key: operation.neverWaits === true ? `${operation.name} ${idempotencyKey}` : idempotencyKey };
}

import { z } from "zod";
import { DAY_MS } from "#lib/durations/index.ts";
import { awaitsApproval, type KeyMoments, keyEndsAt, rotationDueAt } from "./moments.ts";

/**
 * `rotating`: rotated, both work until the overlap ends. `rotation_due` and `overdue` come from the schedule,
 * `awaiting_approval`: new, and the policy wants somebody else to look at it first.
 * `expiring` in the last seven days before it stops by itself.
 */
export const API_KEY_STATUSES = [
  "active",
  "expiring",
  "rotation_due",
  "overdue",
  "rotating",
  "awaiting_approval",
  "suspended",
  "expired",
  "revoked",
] as const;
export const ApiKeyStatus = z.enum(API_KEY_STATUSES);
export type ApiKeyStatus = z.infer<typeof ApiKeyStatus>;

/** The days before a rotation is due from which on the key shows as due soon. */
const ROTATION_SOON_DAYS = 7;

/** What a key is at a moment; the first that holds, the final ones first. */
export function statusOfKey(key: KeyMoments, now: Date): ApiKeyStatus {
  if (key.revokedAt !== null) return "revoked";
  const endsAt = keyEndsAt(key);
  if (endsAt !== null && endsAt <= now) return "expired";
  if (key.overlapEndsAt !== null && key.overlapEndsAt <= now) return "revoked";
  if (key.suspendedAt !== null) return "suspended";
  if (awaitsApproval(key)) return "awaiting_approval";
  if (key.overlapEndsAt !== null) return "rotating";
  const dueAt = rotationDueAt(key);
  if (dueAt !== null && dueAt <= now) return "overdue";
  if (endsAt !== null && isSoon(endsAt, now)) return "expiring";
  return dueAt !== null && isSoon(dueAt, now) ? "rotation_due" : "active";
}

function isSoon(at: Date, now: Date): boolean {
  return at.getTime() - now.getTime() <= ROTATION_SOON_DAYS * DAY_MS;
}

import { DAY_MS } from "#lib/durations/index.ts";

/** Nobody's key stops without a warning that was given this long before, or the whole grace period where that is shorter. */
const MIN_NOTICE_DAYS = 3;

/** The moments of a key's life that its status comes from, and what its environment's policy adds to them. */
export interface KeyMoments extends KeyLimits {
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly suspendedAt: Date | null;
  /** Set on a key that has, or had, to wait for somebody else's approval. */
  readonly approvalRequestedAt: Date | null;
  readonly approvedAt: Date | null;
  readonly overlapEndsAt: Date | null;
  readonly rotateEveryDays: number | null;
}

/** What the policy in force asks of a key at this moment; it may have been another when the key was made. */
export interface KeyLimits {
  /** Null: keys of this environment may grow as old as they like. */
  readonly maxAgeDays: number | null;
  /** Null: this environment requires no rotation. */
  readonly requiredRotationDays: number | null;
}

/** Whether the key lets nobody in because nobody has approved it yet. */
export function awaitsApproval(key: Pick<KeyMoments, "approvalRequestedAt" | "approvedAt">): boolean {
  return key.approvalRequestedAt !== null && key.approvedAt === null;
}

/** When the key stops by itself: at its hard expiry or its environment's maximum age, whichever comes first. */
export function keyEndsAt({ createdAt, expiresAt, maxAgeDays }: KeyAge): Date | null {
  if (maxAgeDays === null) return expiresAt;
  const tooOldAt = daysAfter(createdAt, maxAgeDays);
  return expiresAt !== null && expiresAt < tooOldAt ? expiresAt : tooOldAt;
}

type KeyAge = Pick<KeyMoments, "createdAt" | "expiresAt" | "maxAgeDays">;

/** The days between two rotations: the key's own schedule or the policy's, whichever is shorter. */
export function rotationDaysOf({ rotateEveryDays, requiredRotationDays }: Schedule): number | null {
  if (rotateEveryDays === null || requiredRotationDays === null) return rotateEveryDays ?? requiredRotationDays;
  return Math.min(rotateEveryDays, requiredRotationDays);
}

type Schedule = Pick<KeyMoments, "rotateEveryDays" | "requiredRotationDays">;

/** Counted from the key's making: a rotation makes a new one. */
export function rotationDueAt(key: Schedule & Pick<KeyMoments, "createdAt">): Date | null {
  const days = rotationDaysOf(key);
  return days === null ? null : daysAfter(key.createdAt, days);
}

/** When an overdue key is suspended if it is announced now. */
export function suspensionAt(key: { readonly dueAt: Date }, graceDays: number, now: Date): Date {
  const graceEndsAt = key.dueAt.getTime() + graceDays * DAY_MS;
  const noticeEndsAt = now.getTime() + Math.min(graceDays, MIN_NOTICE_DAYS) * DAY_MS;
  return new Date(Math.max(graceEndsAt, noticeEndsAt));
}

function daysAfter(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * DAY_MS);
}

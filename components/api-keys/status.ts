import type { ApiKey, ApiKeyStatus } from "#lib/api-keys/schemas.ts";
import { DAY_MS } from "#lib/durations/index.ts";

const SOON_DAYS = 7;

/** Amber from seven days, red when past. */
export const STATUS_TONES = {
  active: "success",
  expiring: "warning",
  rotation_due: "warning",
  overdue: "danger",
  rotating: "info",
  awaiting_approval: "warning",
  suspended: "warning",
  expired: "neutral",
  revoked: "neutral",
} as const satisfies Record<ApiKeyStatus, string>;

/** Whether nothing brings the key back. */
export function hasEnded({ status }: Pick<ApiKey, "status">): boolean {
  return status === "expired" || status === "revoked";
}

/** They let nobody in, for now. */
const STOPPED: readonly ApiKeyStatus[] = ["suspended", "awaiting_approval"];

/** Whether a client that holds the key gets in. */
export function isUsable(apiKey: Pick<ApiKey, "status" | "hasOwnerLeft">): boolean {
  return !hasEnded(apiKey) && !STOPPED.some((status) => status === apiKey.status) && !apiKey.hasOwnerLeft;
}

/** Whether nobody has approved it yet. */
export function isAwaitingApproval(apiKey: Pick<ApiKey, "status" | "approvalRequestedAt" | "approvedAt">): boolean {
  return !hasEnded(apiKey) && apiKey.approvalRequestedAt !== null && apiKey.approvedAt === null;
}

/** Whether a successor can be made of it. */
export function canRotate(
  apiKey: Parameters<typeof isAwaitingApproval>[0] & Pick<ApiKey, "hasOwnerLeft" | "overlapEndsAt">,
): boolean {
  return !hasEnded(apiKey) && !isAwaitingApproval(apiKey) && apiKey.overlapEndsAt === null && !apiKey.hasOwnerLeft;
}

export type RotationState = { kind: "none" | "over" } | { kind: "planned" | "due" | "overdue"; days: number };

/** How a key stands to its schedule; `over` where a successor has taken over or the key has ended. */
export function rotationState(
  apiKey: Pick<ApiKey, "status" | "rotationDueAt" | "overlapEndsAt">,
  now: number,
): RotationState {
  if (hasEnded(apiKey) || apiKey.overlapEndsAt !== null) return { kind: "over" };
  if (apiKey.rotationDueAt === null) return { kind: "none" };
  const dueAt = Date.parse(apiKey.rotationDueAt);
  if (dueAt <= now) return { kind: "overdue", days: Math.floor((now - dueAt) / DAY_MS) };
  const days = Math.ceil((dueAt - now) / DAY_MS);
  return { kind: days <= SOON_DAYS ? "due" : "planned", days };
}

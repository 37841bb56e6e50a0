import { describe, expect, it } from "vitest";
import { API_KEY_STATUSES } from "#lib/api-keys/schemas.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { hasEnded, isUsable, rotationState } from "./status.ts";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const key = (days: number | null) => ({
  status: "active" as const,
  rotationDueAt: days === null ? null : new Date(NOW + days * DAY_MS).toISOString(),
  overlapEndsAt: null,
});

describe("the rotation of a key", () => {
  it.each([
    [null, { kind: "none" }],
    [12, { kind: "planned", days: 12 }],
    [7.5, { kind: "planned", days: 8 }],
    [7, { kind: "due", days: 7 }],
    [0.5, { kind: "due", days: 1 }],
    [0, { kind: "overdue", days: 0 }],
    [-3.2, { kind: "overdue", days: 3 }],
  ])("due in %s days is shown as %j", (days, expected) => {
    expect(rotationState(key(days), NOW)).toEqual(expected);
  });

  it("is over when a successor exists or the key has ended", () => {
    expect(rotationState({ ...key(3), overlapEndsAt: "2026-11-22T12:00:00Z" }, NOW)).toEqual({ kind: "over" });
    expect(rotationState({ ...key(3), status: "revoked" }, NOW)).toEqual({ kind: "over" });
  });
});

describe("a status", () => {
  it("lets a client in, stops it for a while, or has ended", () => {
    expect(API_KEY_STATUSES.filter((status) => hasEnded({ status }))).toEqual(["expired", "revoked"]);
    const unusable = API_KEY_STATUSES.filter((status) => !isUsable({ status, hasOwnerLeft: false }));
    expect(unusable).toEqual(["awaiting_approval", "suspended", "expired", "revoked"]);
    expect(isUsable({ status: "active", hasOwnerLeft: true })).toBe(false);
  });
});

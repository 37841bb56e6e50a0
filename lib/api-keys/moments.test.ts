import { describe, expect, it } from "vitest";
import { DAY_MS } from "#lib/durations/index.ts";
import { type KeyMoments, keyEndsAt, rotationDaysOf, rotationDueAt } from "./moments.ts";
import { statusOfKey } from "./schemas.ts";

const CREATED = new Date("2026-01-01T00:00:00Z");
const day = (count: number) => new Date(CREATED.getTime() + count * DAY_MS);
const key = (given: Partial<KeyMoments> = {}): KeyMoments => ({
  createdAt: CREATED,
  expiresAt: null,
  revokedAt: null,
  suspendedAt: null,
  approvalRequestedAt: null,
  approvedAt: null,
  overlapEndsAt: null,
  rotateEveryDays: null,
  maxAgeDays: null,
  requiredRotationDays: null,
  ...given,
});

describe("when a key stops by itself", () => {
  it("is never, without an expiry and without a maximum age", () => {
    expect(keyEndsAt(key())).toBeNull();
  });

  it("is its expiry or the maximum age of its environment, whichever comes first", () => {
    expect(keyEndsAt(key({ expiresAt: day(10) }))).toEqual(day(10));
    expect(keyEndsAt(key({ maxAgeDays: 365 }))).toEqual(day(365));
    expect(keyEndsAt(key({ expiresAt: day(10), maxAgeDays: 365 }))).toEqual(day(10));
    expect(keyEndsAt(key({ expiresAt: day(400), maxAgeDays: 365 }))).toEqual(day(365));
  });
});

describe("how often a key must be rotated", () => {
  it("is its own schedule or the policy's, whichever is shorter", () => {
    expect(rotationDaysOf(key())).toBeNull();
    expect(rotationDaysOf(key({ rotateEveryDays: 60 }))).toBe(60);
    expect(rotationDaysOf(key({ requiredRotationDays: 90 }))).toBe(90);
    expect(rotationDaysOf(key({ rotateEveryDays: 60, requiredRotationDays: 90 }))).toBe(60);
    expect(rotationDueAt(key({ rotateEveryDays: 180, requiredRotationDays: 90 }))).toEqual(day(90));
  });
});

describe("statusOfKey", () => {
  it("awaits an approval until there is one, below what stops it otherwise", () => {
    const waiting = key({ approvalRequestedAt: CREATED, requiredRotationDays: 90 });
    expect(statusOfKey(waiting, day(100))).toBe("awaiting_approval");
    expect(statusOfKey({ ...waiting, approvedAt: day(1) }, day(100))).toBe("overdue");
    expect(statusOfKey({ ...waiting, suspendedAt: day(1) }, day(2))).toBe("suspended");
    expect(statusOfKey({ ...waiting, expiresAt: day(1) }, day(2))).toBe("expired");
    expect(statusOfKey({ ...waiting, revokedAt: day(1) }, day(2))).toBe("revoked");
  });

  it("follows a stricter policy: due, overdue, expiring and expired", () => {
    const required = key({ requiredRotationDays: 90 });
    expect(statusOfKey(required, day(82))).toBe("active");
    expect(statusOfKey(required, day(84))).toBe("rotation_due");
    expect(statusOfKey(required, day(90))).toBe("overdue");
    const aged = key({ maxAgeDays: 30 });
    expect(statusOfKey(aged, day(22))).toBe("active");
    expect(statusOfKey(aged, day(24))).toBe("expiring");
    expect(statusOfKey(aged, day(30))).toBe("expired");
  });
});

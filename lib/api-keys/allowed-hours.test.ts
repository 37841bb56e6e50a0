import { describe, expect, it } from "vitest";
import { type AllowedHours, formatHours, isWithinHours, parseHours } from "./allowed-hours.ts";

const berlin: AllowedHours = { days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00", timeZone: "Europe/Berlin" };

describe("isWithinHours", () => {
  it.each([
    ["2026-11-20T07:00:00Z", true, "Friday 08:00 in Berlin"],
    ["2026-11-20T06:59:59Z", false, "a second before"],
    ["2026-11-20T16:59:59Z", true, "a second before the end"],
    ["2026-11-20T17:00:00Z", false, "the end itself"],
    ["2026-11-21T10:00:00Z", false, "Saturday"],
    ["2026-07-20T06:00:00Z", true, "summer time moves the window"],
  ])("%s is %s: %s", (at, expected) => {
    expect(isWithinHours(berlin, new Date(at))).toBe(expected);
  });

  it("goes on into the next day when the end lies before the beginning", () => {
    const night: AllowedHours = { days: [5], from: "22:00", to: "06:00", timeZone: "UTC" };
    expect(isWithinHours(night, new Date("2026-11-20T23:00:00Z"))).toBe(true);
    expect(isWithinHours(night, new Date("2026-11-21T05:59:00Z"))).toBe(true);
    expect(isWithinHours(night, new Date("2026-11-21T06:00:00Z"))).toBe(false);
    expect(isWithinHours(night, new Date("2026-11-20T05:00:00Z"))).toBe(false);
  });
});

describe("parseHours", () => {
  it.each([
    ["Mon-Fri 08:00-18:00 Europe/Berlin", [1, 2, 3, 4, 5]],
    ["Mon,Wed 09:00-12:00 UTC", [1, 3]],
    ["Sat-Mon 00:00-23:59 America/New_York", [1, 6, 7]],
  ])("reads %s, and writes what it reads", (text, days) => {
    const hours = parseHours(text);
    expect(hours?.days).toEqual(days);
    expect(hours && parseHours(formatHours(hours))).toEqual(hours);
  });

  it.each([
    "",
    "Mon-Fri",
    "Mon-Fri 8-18 Europe/Berlin",
    "Mon-Fri 08:00-08:00 UTC",
    "Mon 08:00-25:00 UTC",
    "Xyz 08:00-18:00 UTC",
    "Mon 08:00-18:00 Mars/Base",
  ])("refuses %j", (text) => {
    expect(parseHours(text)).toBeNull();
  });
});

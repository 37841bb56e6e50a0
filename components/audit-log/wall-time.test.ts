import { describe, expect, it } from "vitest";
import { momentOf, wallTime } from "./wall-time.ts";

const BERLIN = "Europe/Berlin";

describe("wallTime and momentOf", () => {
  it.each([
    ["2026-01-15T12:00:00.000Z", BERLIN, "2026-01-15T13:00:00"],
    ["2026-07-15T12:00:00.000Z", BERLIN, "2026-07-15T14:00:00"],
    ["2026-07-15T12:00:00.000Z", "UTC", "2026-07-15T12:00:00"],
    ["2026-07-15T20:00:00.000Z", "Asia/Kolkata", "2026-07-16T01:30:00"],
    ["2026-11-01T05:30:00.000Z", "America/New_York", "2026-11-01T01:30:00"],
  ])("lead there and back: %s in %s", (moment, zone, wall) => {
    expect(wallTime(moment, zone)).toBe(wall);
    expect(momentOf(wall, zone)).toBe(moment);
  });

  it("take the first of the two hours when the clocks go back", () => {
    expect(momentOf("2026-10-25T02:30:00", BERLIN)).toBe("2026-10-25T00:30:00.000Z");
  });

  it("find a moment even for an hour that the clocks skip", () => {
    expect(momentOf("2026-03-29T02:30:00", BERLIN)).not.toBeNull();
  });

  it.each(["", "null", "yesterday"])("are nothing for %j", (wall) => {
    expect(momentOf(wall, BERLIN)).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "#lib/durations/index.ts";
import { dayNumber, dayOf, reachedEndStage, reachedStage, type Stage } from "./stages.ts";

const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Pacific/Apia"];

const stageAt = (createdAt: string, days: number, now: string, timeZone = "UTC") => {
  const created = new Date(createdAt);
  return reachedStage({
    createdAt: created,
    dueAt: new Date(created.getTime() + days * DAY_MS),
    now: new Date(now),
    timeZone,
  });
};

describe("a key of 30 days", () => {
  it.each([
    ["2026-01-16", null],
    ["2026-01-17", { stage: "due-14", days: 14 }],
    ["2026-01-20", { stage: "due-14", days: 11 }],
    ["2026-01-24", { stage: "due-7", days: 7 }],
    ["2026-01-29", { stage: "due-7", days: 2 }],
    ["2026-01-30", { stage: "due-1", days: 1 }],
    ["2026-01-31", { stage: "due-0", days: 0 }],
    ["2026-02-06", { stage: "due-0", days: -6 }],
    ["2026-02-07", { stage: "overdue-1", days: -7 }],
    ["2026-02-14", { stage: "overdue-2", days: -14 }],
    ["2026-12-31", { stage: "overdue-47", days: -334 }],
  ])("is at its stage on %s", (day, expected) => {
    expect(stageAt("2026-01-01T12:00:00Z", 30, `${day}T23:59:59Z`)).toEqual(expected);
    expect(stageAt("2026-01-01T12:00:00Z", 30, `${day}T00:00:00Z`)).toEqual(expected);
  });

  it("begins each day where the reader is", () => {
    // Due at 23:30 UTC on the 31st: on the 1st in Berlin, still on the 31st in New York.
    const at = (now: string, zone: string) => stageAt("2026-01-01T23:30:00Z", 30, now, zone)?.stage;
    expect(at("2026-01-31T22:59:00Z", "Europe/Berlin")).toBe("due-1");
    expect(at("2026-01-31T23:00:00Z", "Europe/Berlin")).toBe("due-0");
    expect(at("2026-01-31T04:59:00Z", "America/New_York")).toBe("due-1");
    expect(at("2026-01-31T05:00:00Z", "America/New_York")).toBe("due-0");
  });
});

describe("a short schedule", () => {
  it("is not reminded of on the day on which the key was made", () => {
    expect(stageAt("2026-03-01T09:00:00Z", 14, "2026-03-01T10:00:00Z")).toBeNull();
    expect(stageAt("2026-03-01T09:00:00Z", 14, "2026-03-07T10:00:00Z")).toBeNull();
    expect(stageAt("2026-03-01T09:00:00Z", 14, "2026-03-08T10:00:00Z")?.stage).toBe("due-7");
    expect(stageAt("2026-03-01T09:00:00Z", 1, "2026-03-01T10:00:00Z")).toBeNull();
    expect(stageAt("2026-03-01T09:00:00Z", 1, "2026-03-02T08:00:00Z")?.stage).toBe("due-0");
  });
});

describe("a key that stops by itself", () => {
  const endAt = (createdAt: string, endsAt: string, now: string, timeZone = "UTC") =>
    reachedEndStage({ createdAt: new Date(createdAt), endsAt: new Date(endsAt), now: new Date(now), timeZone });
  const ofMonth = (now: string, zone?: string) => endAt("2026-01-01T12:00:00Z", "2026-01-31T12:00:00Z", now, zone);

  it.each([
    ["2026-01-16T23:59:59Z", null],
    ["2026-01-17T00:00:00Z", { stage: "ends-14", days: 14 }],
    ["2026-01-24T00:00:00Z", { stage: "ends-7", days: 7 }],
    ["2026-01-30T00:00:00Z", { stage: "ends-1", days: 1 }],
    ["2026-01-31T00:00:00Z", { stage: "ends-0", days: 0 }],
    ["2026-01-31T11:59:59Z", { stage: "ends-0", days: 0 }],
    ["2026-01-31T12:00:00Z", { stage: "expired", days: 0 }],
    ["2026-02-20T12:00:00Z", { stage: "expired", days: -20 }],
  ])("is at its stage at %s", (now, expected) => {
    expect(ofMonth(now)).toEqual(expected);
  });

  it("has stopped at the same moment everywhere, whatever day it is there", () => {
    for (const zone of ZONES) {
      expect(ofMonth("2026-01-31T11:59:59Z", zone)?.stage, zone).not.toBe("expired");
      expect(ofMonth("2026-01-31T12:00:00Z", zone)?.stage, zone).toBe("expired");
    }
  });

  it("has no stage that had begun on the day on which it was made, and none at all if it ends on that day", () => {
    const week = (now: string) => endAt("2026-03-01T09:00:00Z", "2026-03-08T09:00:00Z", now)?.stage ?? null;
    expect(week("2026-03-01T10:00:00Z")).toBeNull();
    expect(week("2026-03-06T23:00:00Z")).toBeNull();
    expect(week("2026-03-07T00:00:00Z")).toBe("ends-1");
    const hour = (now: string) => endAt("2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z", now);
    for (const now of ["2026-03-01T09:30:00Z", "2026-03-01T10:00:00Z", "2026-03-03T10:00:00Z"])
      expect(hour(now)).toBeNull();
  });
});

describe("clock changes and ends of months", () => {
  it.each(ZONES)("never skip or repeat a day in %s", (zone) => {
    const start = Date.parse("2023-12-25T10:00:00Z");
    for (let hour = 1; hour < 24 * 430; hour += 1) {
      const [before, after] = [start + (hour - 1) * HOUR_MS, start + hour * HOUR_MS];
      const step = dayNumber(new Date(after), zone) - dayNumber(new Date(before), zone);
      expect(step === 0 || step === 1, `${zone} ${new Date(after).toISOString()}`).toBe(true);
    }
  });

  it("keep the day of the clock change whole", () => {
    // 29 March 2026 has 23 hours in Berlin, 25 October has 25.
    expect(dayOf(new Date("2026-03-28T23:00:00Z"), "Europe/Berlin")).toBe("2026-03-29");
    expect(dayOf(new Date("2026-03-29T21:59:59Z"), "Europe/Berlin")).toBe("2026-03-29");
    expect(dayOf(new Date("2026-10-25T22:59:59Z"), "Europe/Berlin")).toBe("2026-10-25");
    expect(dayOf(new Date("2028-02-28T23:30:00Z"), "Europe/Berlin")).toBe("2028-02-29");
  });
});

describe("whatever the schedule, the zone and the hours of looking", () => {
  it("each stage is reached once, in order, and on its day", () => {
    const dice = mulberry(20_261_121);
    for (let round = 0; round < 100; round += 1) {
      const timeZone = ZONES[Math.floor(dice() * ZONES.length)] ?? "UTC";
      const createdAt = new Date(Date.parse("2024-01-01T00:00:00Z") + Math.floor(dice() * 900 * DAY_MS));
      const dueAt = new Date(createdAt.getTime() + (1 + Math.floor(dice() * 180)) * DAY_MS);
      const seen: Stage[] = [];
      for (let now = createdAt.getTime(); now < dueAt.getTime() + 40 * DAY_MS; now += (0.2 + dice()) * 20 * HOUR_MS) {
        const reached = reachedStage({ createdAt, dueAt, now: new Date(now), timeZone });
        if (reached === null) continue;
        const { stage, days } = reached;
        if (stage !== seen.at(-1)) seen.push(stage);
        expect(days).toBe(dayNumber(dueAt, timeZone) - dayNumber(new Date(now), timeZone));
        expect(days).toBeLessThanOrEqual(14);
      }
      expect(new Set(seen).size, `${timeZone} ${createdAt.toISOString()}`).toBe(seen.length);
      expect(seen.map(weight)).toEqual(seen.map(weight).toSorted((a, b) => b - a));
    }
  });
});

/** Days before it is due, negative after. */
function weight(stage: Stage): number {
  const [kind, count] = stage.split("-");
  return kind === "due" ? Number(count) : -7 * Number(count);
}

/** Mulberry32: the same numbers on every run. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

import { describe, expect, it } from "vitest";
import { dueReview } from "./due.ts";

const at = (day: string) => new Date(`${day}T09:30:00Z`);
const dueOn = (cadence: "weekly" | "monthly" | null, since: string, reviewed: string | null = null) =>
  dueReview({ cadence, cadenceSince: at(since), reviewedUntil: reviewed === null ? null : at(reviewed) })
    ?.dueAt.toISOString()
    .slice(0, 10);

describe("a review", () => {
  it("is due one cadence after the last one, or after the cadence was set", () => {
    expect(dueOn("weekly", "2026-11-02")).toBe("2026-11-09");
    expect(dueOn("weekly", "2026-11-02", "2026-11-12")).toBe("2026-11-19");
    expect(dueOn("weekly", "2026-11-20", "2026-01-05"), "a cadence set anew begins anew").toBe("2026-11-27");
  });

  it("is due on the same day of the month, or on its last one", () => {
    expect(dueOn("monthly", "2026-11-15")).toBe("2026-12-15");
    expect(dueOn("monthly", "2026-12-31")).toBe("2027-01-31");
    expect(dueOn("monthly", "2027-01-31")).toBe("2027-02-28");
    expect(dueOn("monthly", "2028-01-30")).toBe("2028-02-29");
  });

  it("is never due without a cadence", () => {
    expect(dueOn(null, "2026-11-02", "2026-11-02")).toBeUndefined();
  });
});

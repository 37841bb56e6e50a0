import { describe, expect, it } from "vitest";
import { stateOf } from "./view.ts";

const NOW = new Date("2026-11-21T14:00:00Z");
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

describe("where a waiting write stands", () => {
  it.each(["pending", "approved"] as const)(
    "%s ends with its time, whether or not a job has written it down",
    (status) => {
      expect(stateOf({ status, expiresAt: at(1) }, NOW)).toBe(status);
      expect(stateOf({ status, expiresAt: at(0) }, NOW)).toBe("expired");
    },
  );

  it.each(["executed", "rejected", "cancelled", "stale", "expired"] as const)("%s stays what it is", (status) => {
    expect(stateOf({ status, expiresAt: at(-1) }, NOW)).toBe(status);
  });
});

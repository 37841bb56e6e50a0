import { describe, expect, it } from "vitest";
import { deriveKey, firstFreeKey } from "./derive-key.ts";

describe("deriveKey", () => {
  it.each([
    ["Acme", "ACM"],
    ["Acme Website Relaunch", "AWR"],
    ["Überführung Größe", "UG"],
    ["IT", "IT"],
    ["Q", "PRJ"],
    ["日本", "PRJ"],
    ["  --  ", "PRJ"],
    ["a b c d e f g h", "ABCDE"],
    ["2027 roadmap", "2R"],
  ])("makes of %j the key %s", (name, key) => {
    expect(deriveKey(name)).toBe(key);
  });
});

describe("firstFreeKey", () => {
  it("counts up from the second on", () => {
    expect(firstFreeKey("ACM", new Set())).toBe("ACM");
    expect(firstFreeKey("ACM", new Set(["ACM", "ACM2"]))).toBe("ACM3");
  });

  it("never grows past ten characters", () => {
    const taken = new Set(["ABCDEFGHIJ", "ABCDEFGHI2"]);
    expect(firstFreeKey("ABCDEFGHIJ", taken)).toBe("ABCDEFGHI3");
  });
});

import { describe, expect, it } from "vitest";
import { isAllowedAddress, normalizeRange } from "./allowed-addresses.ts";

describe("normalizeRange", () => {
  it.each([
    ["10.1.2.3/8", "10.0.0.0/8"],
    ["192.0.2.7", "192.0.2.7/32"],
    ["2001:DB8::1/32", "2001:db8::/32"],
    ["::1", "::1/128"],
    ["0.0.0.0/0", "0.0.0.0/0"],
  ])("writes %s as %s", (text, range) => {
    expect(normalizeRange(text)).toBe(range);
  });

  it.each([
    "",
    "10.1/8",
    "0x7f.1",
    "10.0.0.0/33",
    "::/129",
    "fe80::1%eth0/64",
    "example.com",
    "10.0.0.0/8/8",
    "10.0.0.256",
  ])("refuses %j", (text) => {
    expect(normalizeRange(text)).toBeNull();
  });
});

describe("isAllowedAddress", () => {
  it("allows any address when there are no ranges", () => {
    expect(isAllowedAddress([], null)).toBe(true);
  });

  it.each([
    ["10.200.0.1", true],
    ["::ffff:10.200.0.1", true],
    ["11.0.0.1", false],
    ["2001:db8:1::1", true],
    ["2001:db9::1", false],
    ["not an address", false],
    [null, false],
  ])("decides on %s: %s", (ip, expected) => {
    expect(isAllowedAddress(["10.0.0.0/8", "2001:db8::/32"], ip)).toBe(expected);
  });
});

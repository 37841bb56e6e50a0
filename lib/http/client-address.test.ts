import { expect, it } from "vitest";
import { clientAddress } from "./client-address.ts";

it("believes no forwarded address unless it was told how many proxies there are", () => {
  expect(clientAddress("203.0.113.9", ["198.51.100.1"], 0)).toBe("203.0.113.9");
});

it("counts trusted proxies from the end, so that what a client put in front changes nothing", () => {
  expect(clientAddress("10.0.0.1", ["6.6.6.6, 198.51.100.1"], 1)).toBe("198.51.100.1");
  expect(clientAddress("10.0.0.1", ["6.6.6.6", "198.51.100.1, 10.0.0.2"], 2)).toBe("198.51.100.1");
});

it.each([
  ["::ffff:198.51.100.1", "198.51.100.1"],
  ["2001:DB8::1", "2001:db8::1"],
  ["[2001:db8::1]:4711", "2001:db8::1"],
  ["198.51.100.1:4711", "198.51.100.1"],
  ["fe80::1%eth0", "fe80::1"],
])("writes %s as %s", (entry, address) => {
  expect(clientAddress("10.0.0.1", [entry], 1)).toBe(address);
});

it("falls back to the proxy's own address where it forwards nonsense", () => {
  expect(clientAddress("10.0.0.1", ["unknown"], 1)).toBe("10.0.0.1");
  expect(clientAddress("10.0.0.1", [], 2)).toBe("10.0.0.1");
});

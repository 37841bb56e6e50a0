import { afterEach, describe, expect, it } from "vitest";
import { provideEnvironment } from "#lib/env/index.ts";
import { isAllowedDestination, literalAddress, mayLeadSomewhereAllowed } from "./destination.ts";

const allow = (networks: string) => provideEnvironment({ POSTERN_WEBHOOK_NETWORKS: networks });

afterEach(() => allow("127.0.0.0/8,::1/128"));

describe("a webhook's destination", () => {
  it.each(["203.0.112.5", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])(
    "may be the public address %s",
    (address) => {
      expect(isAllowedDestination(address, "https:")).toBe(true);
      expect(isAllowedDestination(address, "http:")).toBe(false);
    },
  );

  it.each([
    ["private", "10.0.0.1"],
    ["private", "172.16.4.4"],
    ["private", "192.168.1.1"],
    ["link-local, metadata", "169.254.169.254"],
    ["metadata", "168.63.129.16"],
    ["metadata over IPv6", "fd00:ec2::254"],
    ["carrier-grade NAT", "100.64.0.1"],
    ["this network", "0.0.0.0"],
    ["broadcast", "255.255.255.255"],
    ["multicast", "224.0.0.1"],
    ["loopback", "127.0.0.1"],
    ["loopback", "::1"],
    ["unspecified", "::"],
    ["link-local", "fe80::1"],
    ["multicast", "ff02::1"],
    ["private in IPv6 clothes", "::ffff:10.0.0.1"],
    ["private behind NAT64", "64:ff9b::a00:1"],
    ["private in 6to4", "2002:a00:1::"],
    ["no address", "example.com"],
  ])("is never %s: %s", (_, address) => {
    allow("198.51.100.0/24");
    expect(isAllowedDestination(address, "https:")).toBe(false);
    expect(isAllowedDestination(address, "http:")).toBe(false);
  });

  it("may be in a network that the operator allowed, over plain http as well", () => {
    allow("10.1.0.0/16, fd00::/8");
    for (const address of ["10.1.2.3", "::ffff:10.1.2.3", "fd12::1"]) {
      expect(isAllowedDestination(address, "http:")).toBe(true);
      expect(isAllowedDestination(address, "https:")).toBe(true);
    }
    expect(isAllowedDestination("10.2.0.1", "https:")).toBe(false);
  });

  it.each([
    ["https://127.0.0.1/", "127.0.0.1"],
    ["https://0x7f.1/", "127.0.0.1"],
    ["https://2130706433/", "127.0.0.1"],
    ["https://[::1]:8443/", "::1"],
    ["https://hooks.example.com/", null],
  ])("is read from %s as the connection will read it", (text, address) => {
    expect(literalAddress(new URL(text))).toBe(address);
  });

  it("is refused at once where its address stands in the URL, or plain http can lead nowhere", () => {
    allow("10.1.0.0/16");
    expect(mayLeadSomewhereAllowed(new URL("https://169.254.169.254/latest"))).toBe(false);
    expect(mayLeadSomewhereAllowed(new URL("http://10.1.0.1/"))).toBe(true);
    expect(mayLeadSomewhereAllowed(new URL("http://intranet.example/"))).toBe(true);
    provideEnvironment({ POSTERN_WEBHOOK_NETWORKS: "", NODE_ENV: "production" });
    expect(mayLeadSomewhereAllowed(new URL("http://intranet.example/"))).toBe(false);
    expect(mayLeadSomewhereAllowed(new URL("https://hooks.example.com/"))).toBe(true);
    provideEnvironment({ NODE_ENV: "test" });
  });
});

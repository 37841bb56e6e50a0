import { describe, expect, it } from "vitest";
import { isOwnHost, isOwnOrigin } from "./addresses.ts";

const loopback = { publicUrl: new URL("http://127.0.0.1:3000") };
const named = { publicUrl: new URL("https://postern.example.com") };

describe("Host, RFC 9112 §3.2", () => {
  it.each(["127.0.0.1:3000", "localhost", "LOCALHOST:8080", "[::1]:9", "127.1.2.3:1"])(
    "a loopback PUBLIC_URL accepts %s: any loopback name and port",
    (host) => expect(isOwnHost(host, loopback)).toBe(true),
  );
  it.each([
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "10.0.0.1",
    "",
    "localhost:3000/x",
    "a@localhost",
    "localhost:99999",
    "[::1",
    "local host",
  ])("a loopback PUBLIC_URL refuses %j", (host) => expect(isOwnHost(host, loopback)).toBe(false));
  it.each(["postern.example.com", "POSTERN.example.com", "postern.example.com:443"])(
    "a named PUBLIC_URL accepts %s",
    (host) => expect(isOwnHost(host, named)).toBe(true),
  );
  it.each(["localhost", "postern.example.com:8443", "example.com", "postern.example.com."])(
    "a named PUBLIC_URL refuses %s",
    (host) => expect(isOwnHost(host, named)).toBe(false),
  );
});

describe("Origin, RFC 6454 §6.1", () => {
  it("is ours with PUBLIC_URL's scheme, host and port", () => {
    expect(isOwnOrigin("https://postern.example.com", named)).toBe(true);
    expect(isOwnOrigin("http://localhost:8080", loopback)).toBe(true);
  });
  it.each([
    "http://postern.example.com",
    "https://evil.example",
    "null",
    "",
    "https://postern.example.com/path",
    "postern.example.com",
  ])("is foreign: %j", (origin) => expect(isOwnOrigin(origin, named)).toBe(false));
});

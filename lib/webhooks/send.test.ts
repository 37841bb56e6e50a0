import type { LookupAddress } from "node:dns";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "#db/testing/receiver.ts";
import { provideEnvironment } from "#lib/env/index.ts";
import { type Resolve, send } from "./send.ts";

const LOOPBACK = "127.0.0.0/8,::1/128";
const ELSEWHERE = "198.51.100.0/24";
const allow = (networks: string) => provideEnvironment({ POSTERN_WEBHOOK_NETWORKS: networks });

let receiver: Receiver;
let port: string;
beforeAll(async () => {
  receiver = await startReceiver();
  port = new URL(receiver.url).port;
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer(204);
});
afterEach(() => allow(LOOPBACK));

const family = (address: string) => (address.includes(":") ? 6 : 4);

/** A name server that gives these answers, one after the other, and then the last one again. */
function nameServer(...answers: readonly (readonly string[])[]): { resolve: Resolve; asked: () => number } {
  let asked = 0;
  const resolve: Resolve = (_hostname, _options, callback) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    const found: LookupAddress[] = addresses.map((address) => ({ address, family: family(address) }));
    setImmediate(callback, null, found);
  };
  return { resolve, asked: () => asked };
}

const REFUSED = { status: null, error: "address_not_allowed" };

describe("a name", () => {
  it.each([
    [["10.0.0.7"]],
    [["169.254.169.254"]],
    [["127.0.0.1"]],
    [["::1"]],
    [["fd00::7"]],
    [["::ffff:10.0.0.7"]],
    [["203.0.112.5", "10.0.0.7"]],
    [["10.0.0.7", "203.0.112.5"]],
    [["2606:4700::1111", "fe80::1"]],
  ])("that resolves to %j is refused after it was looked up", async (addresses) => {
    allow(ELSEWHERE);
    const { resolve, asked } = nameServer(addresses);
    for (const protocol of ["https", "http"]) {
      const url = new URL(`${protocol}://siem.example.com:${port}/hooks`);
      expect(await send(url, {}, "{}", 5_000, resolve)).toEqual(REFUSED);
    }
    expect(asked()).toBe(2);
    expect(receiver.received).toEqual([]);
  });

  it("of this machine is refused by the system's own look-up, unless the operator allows it", async () => {
    allow(ELSEWHERE);
    expect(await send(new URL(`http://localhost:${port}/hooks`), {}, "{}")).toEqual(REFUSED);
    expect(await send(new URL(`https://localhost:${port}/hooks`), {}, "{}")).toEqual(REFUSED);
    expect(receiver.received).toEqual([]);
    allow(LOOPBACK);
    expect(await send(new URL(`http://localhost:${port}/hooks`), {}, "{}")).toEqual({ status: 204, error: null });
  });

  it("is looked up once for an attempt, and the connection goes where it was judged to go", async () => {
    const { resolve, asked } = nameServer(["127.0.0.1"], ["10.255.255.1"]);
    const url = new URL(`http://siem.example.com:${port}/hooks`);
    expect(await send(url, {}, "{}", 5_000, resolve)).toEqual({ status: 204, error: null });
    expect(asked()).toBe(1);
    // The next attempt is judged anew.
    expect(await send(url, {}, "{}", 5_000, resolve)).toEqual(REFUSED);
    expect(receiver.received).toHaveLength(1);
  });
});

describe("an answer", () => {
  it.each([301, 302, 303, 307, 308])("that redirects (%s) is not followed", async (status) => {
    receiver.answer(status, { location: `http://127.0.0.1:${port}/elsewhere` });
    expect(await send(new URL(receiver.url), {}, "{}")).toEqual({ status, error: "redirect" });
    expect(receiver.received.map(({ path }) => path)).toEqual(["/hooks"]);
  });

  it("may say when to come back", async () => {
    receiver.answer(429, { "retry-after": "120" });
    expect(await send(new URL(receiver.url), {}, "{}")).toEqual({ status: 429, error: "status", retryAfter: "120" });
  });
});

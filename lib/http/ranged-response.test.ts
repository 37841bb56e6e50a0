import { describe, expect, it } from "vitest";
import { askedRange, rangedResponse } from "./ranged-response.ts";

const CONTENT = Buffer.from("0123456789");
const SHA256 = "0f".repeat(32);
const ETAG = `"${SHA256}"`;

function response(headers: Record<string, string>, method = "GET", content = CONTENT) {
  const request = new Request("https://postern.example.com/file", { method, headers });
  async function* read({ first, last }: { first: number; last: number }) {
    for (const byte of content.subarray(first, last + 1)) yield Buffer.from([byte]);
  }
  return rangedResponse(request, { sizeBytes: content.length, sha256: SHA256, read }, { "content-type": "text/csv" });
}

describe("a whole file, RFC 9110 §14.3", () => {
  it("says its size, that it takes ranges, and which content it is", async () => {
    const whole = response({});
    expect(whole.status).toBe(200);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      "accept-ranges": "bytes",
      "content-length": "10",
      "content-type": "text/csv",
      etag: ETAG,
    });
    expect(await whole.text()).toBe("0123456789");
  });

  it("has no content for HEAD, where a range means nothing", () => {
    const head = response({ range: "bytes=2-3" }, "HEAD");
    expect([head.status, head.body, head.headers.get("content-length")]).toEqual([200, null, "10"]);
  });

  it("is empty when it is", async () => {
    const empty = response({}, "GET", Buffer.alloc(0));
    expect([empty.status, empty.headers.get("content-length"), await empty.text()]).toEqual([200, "0", ""]);
  });
});

describe("a part of it, RFC 9110 §14.1.2", () => {
  it.each([
    ["bytes=0-0", "0", "0-0"],
    ["bytes=4-", "456789", "4-9"],
    ["BYTES=4-6", "456", "4-6"],
    ["bytes=4-400", "456789", "4-9"],
    ["bytes=-3", "789", "7-9"],
    ["bytes=-300", "0123456789", "0-9"],
  ])("%s", async (range, text, shown) => {
    const part = response({ range });
    expect([part.status, await part.text()]).toEqual([206, text]);
    expect(part.headers.get("content-range")).toBe(`bytes ${shown}/10`);
    expect(part.headers.get("content-length")).toBe(String(text.length));
  });

  it.each(["bytes=10-", "bytes=10-12", "bytes=-0"])("%s is none: 416 with the size, §15.5.17", (range) => {
    const none = response({ range });
    expect([none.status, none.headers.get("content-range"), none.body]).toEqual([416, "bytes */10", null]);
  });

  it.each(["bytes=5-4", "bytes=-", "bytes=1-2,4-5", "bytes=a-b", "lines=1-2"])("%s is left aside", (range) => {
    expect(response({ range }).status).toBe(200);
  });
});

describe("If-Range, RFC 9110 §13.1.5", () => {
  const range = "bytes=4-";

  it("gives the part of the content that it names", () => {
    expect(response({ range, "if-range": ETAG }).status).toBe(206);
  });

  it.each(['"another"', `W/${ETAG}`, "Sat, 21 Nov 2026 10:00:00 GMT"])("gives the whole for %s", (condition) => {
    expect(response({ range, "if-range": condition }).status).toBe(200);
    expect(askedRange(new Headers({ range: "bytes=400-", "if-range": condition }), 10, ETAG)).toBeNull();
  });
});

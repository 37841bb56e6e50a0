import { describe, expect, it } from "vitest";
import { changedQuery, hasFilters, parseQuery, spanOf, writeQuery } from "./query.ts";

const KEY = "0190c0de-0000-7000-8000-000000000001";
const NOW = new Date("2026-11-21T12:00:00Z");

describe("parseQuery", () => {
  it("shows the last 24 hours without browser reads when the address says nothing", () => {
    const query = parseQuery({});
    expect(query).toMatchObject({ q: "", range: "24h", browserReads: false, from: null, to: null, cursor: null });
    expect(hasFilters(query)).toBe(false);
    expect(spanOf(query, NOW)).toEqual({ from: "2026-11-20T12:00:00.000Z", to: null });
  });

  it("takes what is broken or unknown for not said", () => {
    const broken = { status: "failed", channel: "smtp", range: "1y", from: "soon", environment: ["a", "b"] };
    expect(parseQuery(broken)).toEqual(parseQuery({}));
  });

  it("turns single filters into words of the query", () => {
    expect(parseQuery({ q: "acme status:error", tool: "get_task", key: KEY, status: "error" }).q).toBe(
      `acme status:error tool:get_task key:${KEY}`,
    );
    expect(parseQuery({ key: "My laptop", environment: "production" }).q).toBe('key:"My laptop" env:production');
  });

  it("survives the way through the address", () => {
    const query = parseQuery({ q: 'key:"Söhne & Co" -tool:get_*', range: "30d", reads: "shown", cursor: "abc" });
    expect(parseQuery(Object.fromEntries(new URLSearchParams(writeQuery(query))))).toEqual(query);
    expect(writeQuery(parseQuery({}))).toBe("");
  });
});

describe("spanOf", () => {
  it("takes absolute moments, either end open", () => {
    const query = parseQuery({ from: "2026-11-01T00:00+01:00", range: "custom" });
    expect(spanOf(query, NOW)).toEqual({ from: "2026-10-31T23:00:00.000Z", to: null });
    expect(spanOf(parseQuery({ to: "2026-11-01T00:00Z" }), NOW)).toEqual({
      from: null,
      to: "2026-11-01T00:00:00.000Z",
    });
  });

  it("lets a range that is chosen later take the moments' place", () => {
    const query = parseQuery({ from: "2026-11-01T00:00Z", range: "1h" });
    expect(spanOf(query, NOW)).toEqual({ from: "2026-11-21T11:00:00.000Z", to: null });
    expect(writeQuery(query)).toBe("?range=1h");
  });

  it("has no end for all of it", () => {
    expect(spanOf(parseQuery({ range: "all" }), NOW)).toEqual({ from: null, to: null });
  });
});

describe("changedQuery", () => {
  it("goes back to the first page", () => {
    expect(changedQuery(parseQuery({ cursor: "abc", q: "x" }), { browserReads: true })).toMatchObject({
      cursor: null,
      q: "x",
      browserReads: true,
    });
  });
});

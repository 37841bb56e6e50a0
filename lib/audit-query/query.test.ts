import { describe, expect, it } from "vitest";
import {
  complete,
  FIELD_NAMES,
  findTerm,
  parseQueryText,
  readMoment,
  withoutTerm,
  withTerm,
  withValues,
  wordsOf,
} from "./index.ts";

const NOW = new Date("2026-11-21T12:34:56Z");
const problems = (text: string) => parseQueryText(text).problems.map(({ code, from, to }) => [code, from, to]);
const terms = (text: string) =>
  parseQueryText(text).terms.map(({ field, isNegated, values }) => [
    isNegated ? "-" : "+",
    field,
    ...values.map((value) => value.text + (value.isPrefix ? "*" : "")),
  ]);

describe("parseQueryText", () => {
  it("reads fields, lists, negation, quotes and beginnings, each with its place", () => {
    const text = 'tool:create_task,update_* -key:"My laptop" "Acme \\"Corp\\"" plan* -draft IP:10.0.0.0/8';
    expect(terms(text)).toEqual([
      ["+", "tool", "create_task", "update_*"],
      ["-", "key", "My laptop"],
      ["+", null, 'Acme "Corp"'],
      ["+", null, "plan*"],
      ["-", null, "draft"],
      ["+", "ip", "10.0.0.0/8"],
    ]);
    const places = parseQueryText(text).terms.map(({ from, to }) => text.slice(from, to));
    expect(places).toEqual(text.match(/-?(?:[a-zA-Z]+:)?(?:"(?:\\.|[^"])*"|\S+)/g));
  });

  it("takes a comma outside of a field, and a colon inside of quotes, as text", () => {
    expect(terms('one,two "https://example.com"')).toEqual([
      ["+", null, "one,two"],
      ["+", null, "https://example.com"],
    ]);
    expect(terms("   ")).toEqual([]);
  });

  it.each([
    ["toool:x", "unknown_field", 0, 5],
    ["a -colour:red", "unknown_field", 3, 9],
    ["tool:", "missing_value", 5, 5],
    ["tool:a,,b", "missing_value", 7, 7],
    ["status:failed", "not_a_choice", 7, 13],
    ["status:succ*", "not_a_choice", 7, 12],
    ["ip:10.1", "not_an_address", 3, 7],
    ["ip:10.0.0.0/33", "not_an_address", 3, 14],
    ["after:soon", "not_a_moment", 6, 10],
    ["on:2026-02-31", "not_a_moment", 3, 13],
    ["-after:-7d", "not_negatable", 0, 10],
    ["on:today,yesterday", "one_value", 0, 18],
    ["tool:*", "no_prefix", 5, 6],
    ["x !!!", "no_words", 2, 5],
    ['"never closed', "open_quote", 0, 13],
  ])("points at what is wrong in %s", (text, code, from, to) => {
    expect(problems(text)).toEqual([[code, from, to]]);
  });

  it("keeps the good terms beside a bad one, and refuses what is endless", () => {
    expect(terms("tool:get_task colour:red")).toEqual([["+", "tool", "get_task"]]);
    expect(problems("x".repeat(1001))).toEqual([["too_long", 0, 1001]]);
    expect(problems(`tool:${"a,".repeat(100)}a`)).toEqual([["too_long", 0, 206]]);
  });

  it("answers anything that can be typed", () => {
    for (const text of ["-", '"', '-"', ":", "a:", ",", "\\", '"\\', "*", "-*", 'tool:"', "tool:,", "-tool:", "::"])
      expect(() => parseQueryText(text)).not.toThrow();
  });
});

describe("readMoment", () => {
  it.each([
    ["-7d", "2026-11-14T12:34:56.000Z"],
    ["-30m", "2026-11-21T12:04:56.000Z"],
    ["-2w", "2026-11-07T12:34:56.000Z"],
    ["today", "2026-11-21T00:00:00.000Z"],
    ["yesterday", "2026-11-20T00:00:00.000Z"],
    ["2026-11-01", "2026-11-01T00:00:00.000Z"],
    ["2026-11-01T09:30", "2026-11-01T09:30:00.000Z"],
    ["2026-11-01T09:30:10+02:00", "2026-11-01T07:30:10.000Z"],
  ])("reads %s", (text, from) => {
    expect(readMoment(text, NOW)?.from.toISOString()).toBe(from);
  });

  it.each(["", "7d", "-7y", "2026", "2026-13-01", "2026-11-01T25:00", "0000-01-01"])("takes %j for none", (text) => {
    expect(readMoment(text, NOW)).toBeNull();
  });
});

describe("wordsOf", () => {
  it("splits at punctuation and white space, and keeps letters of every language", () => {
    expect(wordsOf("Über-Straße, „ACME“ (3.5)\u00a0日本 — a_b")).toEqual([
      "über",
      "straße",
      "acme",
      "3",
      "5",
      "日本",
      "a",
      "b",
    ]);
  });
});

describe("editing a query", () => {
  it("adds a term once, quoted where it has to be, and takes one out", () => {
    const text = withTerm("acme", "key", "My laptop, old");
    expect(text).toBe('acme key:"My laptop, old"');
    expect(withTerm(text, "key", "my laptop, OLD")).toBe(text);
    const term = findTerm(text, "key", "my laptop, old");
    expect(term && withoutTerm(text, term)).toBe("acme");
  });
});

describe("asking for any of several values", () => {
  it("writes them as one list, quoted where it has to be", () => {
    const text = withValues("request", ["4bf92f35", "my request"]);
    expect(text).toBe('request:4bf92f35,"my request"');
    expect(parseQueryText(text)).toMatchObject({ problems: [], terms: [{ values: [{}, {}] }] });
    expect(withValues("request", [])).toBe("");
  });
});

describe("complete", () => {
  const known = { tool: ["create_task", "list_tasks", "get_task"], key: ["My laptop"] };
  const labels = (text: string) => complete(text, text.length, known).map(({ label }) => label);

  it("offers names, then the workspace's own values, the beginning first", () => {
    expect(labels("to")).toEqual(["tool:"]);
    expect(labels("-st")).toEqual(["status:"]);
    expect(labels("tool:task")).toEqual(["create_task", "list_tasks", "get_task"]);
    expect(labels("tool:get_task,l")).toEqual(["list_tasks"]);
    expect(labels("status:d")).toEqual(["denied", "dry_run"]);
    expect(labels("on:ye")).toEqual(["yesterday"]);
    expect(labels("acme ")).toContain("key:");
    expect(labels("colour:")).toEqual([]);
  });

  it("offers values of every word of the language", () => {
    const all = Object.fromEntries(FIELD_NAMES.map((field) => [field, ["192.0.2.7"]]));
    for (const field of FIELD_NAMES) {
      const text = `acme -${field}:`;
      expect(complete(text, text.length, all).length, field).toBeGreaterThan(0);
    }
  });

  it("replaces what was typed of it, and quotes", () => {
    expect(complete("a key:my", 8, known)).toEqual([
      { kind: "value", label: "My laptop", insert: '"My laptop"', from: 6, to: 8 },
    ]);
  });
});

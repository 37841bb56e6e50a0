import { describe, expect, it } from "vitest";
import { z } from "zod";
import { REDACTED, redact, redactText } from "./redact.ts";
import { sensitive } from "./sensitive.ts";

// Put together here, so that no scanner takes this file for a leak.
const KEY = ["pst", "prod", "AbCdEf0123456789", "s".repeat(43)].join("_");
const JWT = ["eyJhbGciOiJub25lIn0", "eyJzdWIiOiIxMjM0In0", "c2lnbmF0dXJl"].join(".");
const PEM = `-----BEGIN ${"PRIVATE KEY"}-----\nMIIEvQ\n-----END ${"PRIVATE KEY"}-----`;

describe("what a schema marks", () => {
  const secret = () => z.string().register(sensitive, { kind: "secret" });

  it.each([
    ["as it is", z.object({ value: secret() })],
    ["optional, nullable, with a default", z.object({ value: secret().optional().nullable().default("x") })],
    ["with checks added after the mark", z.object({ value: secret().min(1).max(99) })],
    ["in a pipe", z.object({ value: secret().transform((text) => text.length) })],
    ["in a member of a union", z.union([z.object({ other: z.number() }), z.object({ value: secret() })])],
    ["as the values of a record", z.record(z.string(), secret())],
    ["behind a wrapper of the object", z.object({ value: secret() }).optional().nullable()],
  ])("is replaced: %s", (_, schema) => {
    expect(redact({ value: "plain words" }, schema)).toEqual({ value: REDACTED });
  });

  it("is replaced in the elements of arrays, personal data too, and whole objects", () => {
    const schema = z.object({
      people: z.array(z.object({ phone: z.string().register(sensitive, { kind: "personal" }), city: z.string() })),
      card: z.object({ number: z.string() }).register(sensitive, { kind: "secret" }),
    });
    expect(redact({ people: [{ phone: "0123", city: "Ulm" }], card: { number: "1" } }, schema)).toEqual({
      people: [{ phone: REDACTED, city: "Ulm" }],
      card: REDACTED,
    });
  });

  it("says whether there was a value at all", () => {
    expect(redact({ value: null }, z.object({ value: secret().nullable() }))).toEqual({ value: null });
  });

  it("is replaced in input that the schema refuses, as well", () => {
    expect(redact({ value: ["x", 1], more: true }, z.strictObject({ value: secret() }))).toEqual({
      value: REDACTED,
      more: true,
    });
  });
});

describe("what no schema marks", () => {
  it.each([
    ["key", KEY],
    ["JWT", JWT],
    ["private key", PEM],
    ["bearer header", `Bearer ${"a1".repeat(12)}`],
    ["card", "4111 1111 1111 1111"],
    ["token of another service", `ghp_${"a1".repeat(18)}`],
    ["webhook secret", `whsec_${"a/+1".repeat(11)}=`],
    ["confirm token", `pwt1_${"a1".repeat(11)}_${"-b".repeat(21)}1`],
    ["session cookie", ["eyJhbGciOiJkaXIifQ", "", "aXZpdml2", "Y2lwaGVydGV4dA", "dGFn"].join(".")],
  ])("a %s within text is replaced", (_, value) => {
    const text = redactText(`before ${value} after`);
    expect(text).toBe(`before ${REDACTED} after`);
  });

  it("a card number behind other numbers is replaced", () => {
    expect(redactText("ACM-2 4111 1111 1111 1111 12/29")).toBe(`ACM-2 ${REDACTED} 12/29`);
    expect(redactText("12 3782-822463-10005")).toBe(`12 ${REDACTED}`);
  });

  it("what an address has encoded is replaced", () => {
    const address = `postern://tasks/${encodeURIComponent(`\nghp_${"a1".repeat(18)} 4111 1111 1111 1111`)}?a=%C3%BC`;
    expect(redactText(address)).toBe(`postern://tasks/\n${REDACTED} ${REDACTED}?a=ü`);
    expect(redactText("postern://tasks/%C3%BC%20%FF?percent=100%")).toBe("postern://tasks/%C3%BC%20%FF?percent=100%");
  });

  it("a key glued to other words is replaced", () => {
    expect(redactText(`POSTERN_KEY_${KEY}`)).toBe(`POSTERN_KEY_${REDACTED}`);
  });

  it("a JWT glued to other words is replaced", () => {
    expect(redactText(`jwt-${JWT}, some.dotted-words.here`)).toBe(`jwt-${REDACTED}, some.dotted-words.here`);
  });

  it("a key that is the name of a field is replaced", () => {
    expect(JSON.stringify(redact({ [KEY]: 1 }))).not.toContain("AbCdEf");
  });

  it.each([
    "password",
    "Secret",
    "apiKey",
    "api_key",
    "access_key",
    "authorization",
    "token",
    "tokens",
    "privateKey",
    "confirmToken",
    "client_secret",
    "x-api-key",
  ])("a field named %s is replaced", (name) => {
    expect(redact({ [name]: "plain words" })).toEqual({ [name]: REDACTED });
  });

  it("a thing whose schema knows its parts is not replaced as a whole for its name", () => {
    const schema = z.object({ apiKey: z.object({ name: z.string() }) });
    expect(redact({ apiKey: { name: "cursor-laptop", secret: "x" } }, schema)).toEqual({
      apiKey: { name: "cursor-laptop", secret: REDACTED },
    });
    expect(redact({ apiKey: { name: "cursor-laptop" }, secrets: ["a"] })).toEqual({
      apiKey: REDACTED,
      secrets: REDACTED,
    });
  });

  it("ids, numbers and ordinary words survive", () => {
    const value = {
      id: "01a1fbc8-15af-7771-aa86-90a9f60ff4a9",
      order: "1234 5678 9012 3456",
      count: 3,
      tokenCount: 5,
      isSecret: true,
    };
    expect(redact(value)).toEqual(value);
  });
});

describe("what is too much", () => {
  const sizeOf = (value: unknown) => JSON.stringify(redact(value)).length;

  it("a long text is cut, and says how much is missing", () => {
    expect(redact("x".repeat(5_000))).toBe(`${"x".repeat(4_000)}… [cut: 1000 more characters]`);
  });

  it("never cuts a character in two", () => {
    expect((redact("🏰".repeat(4_000)) as string).isWellFormed()).toBe(true);
    expect((redact(`x${"🏰".repeat(4_000)}`) as string).isWellFormed()).toBe(true);
  });

  it("many texts, many numbers, many names are cut in total", () => {
    const many = (item: unknown) => Array.from({ length: 150 }, () => Array.from({ length: 150 }, () => item));
    expect(sizeOf(many("y".repeat(3_900)))).toBeLessThan(120_000);
    expect(sizeOf(many(many(0)))).toBeLessThan(120_000);
    const names = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`${"n".repeat(300)}${index}`, {}]));
    expect(sizeOf([names, names, names, names])).toBeLessThan(120_000);
  });

  it("deep nesting is cut", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    expect(sizeOf(deep)).toBeLessThan(500);
  });
});

describe("hostile text", () => {
  it.each([
    ["starts of tokens", "eyJ-"],
    ["tokens without an end", ".eyJ"],
    ["first halves of tokens", "eyJaaaaaaaa."],
    ["bearer words", "Bearer  "],
    ["starts of private keys", `-----BEGIN ${"PRIVATE KEY"} `],
    ["ends of private keys", `-----BEGIN ${"PRIVATE KEY"}----------END `],
    ["short prefixed keys", "sk-aaaa-"],
    ["digits", "1-"],
    ["groups of digits", "1234 "],
    ["encoded characters", "%41"],
    // Far less than a second each; what looked from every place to the end again would take an hour, and run into the limit.
  ])("a megabyte of %s is looked through to its end", { timeout: 60_000 }, (_, piece) => {
    const text = piece.repeat(1_000_000 / piece.length);
    expect(redactText(`${text} ${KEY}`)).not.toContain(KEY);
  });
});

describe("what PostgreSQL can't store", () => {
  it("is replaced in values and names", () => {
    expect(redact({ "a\u0000": "b\u0000", c: "\ud83c" })).toEqual({ "a\uFFFD": "b\uFFFD", c: "\uFFFD" });
  });

  it("becomes null where JSON has no word for it", () => {
    expect(redact({ a: undefined, b: () => 1, c: new Date(Number.NaN), d: 10n })).toEqual({
      a: null,
      b: null,
      c: null,
      d: "10",
    });
  });

  it("keeps a field named __proto__ a field", () => {
    const value = redact(JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}'));
    expect(JSON.stringify(value)).toBe('{"__proto__":{"x":1},"constructor":2}');
  });
});

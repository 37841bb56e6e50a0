import { describe, expect, it } from "vitest";
import { escapeHidden, hiddenProblems } from "./hidden-characters.ts";

const TAGGED = `plain${String.fromCodePoint(...[..."do it"].map((letter) => 0xe0000 + (letter.codePointAt(0) ?? 0)))}`;
const SCOTLAND = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";

describe("what hides something, Unicode TR 36 §2.2", () => {
  it.each([
    ["a control character", "a\u0007b"],
    ["NUL", "a\u0000b"],
    ["an escape sequence", "\u001b[31mred"],
    ["a C1 control", "a\u009bb"],
    ["a bidirectional override", "invoice\u202efdp.exe"],
    ["an isolate", "a\u2066b\u2069"],
    ["an invisible operator", "a\u2063b"],
    ["tags", TAGGED],
    ["a soft hyphen", "de\u00adlete"],
    ["a zero width space", "de\u200blete"],
    ["a second one in Thai", "สวัสดี\u200b\u200bครับ"],
    ["bytes as variation selectors after an emoji", "😀\u{e0154}\u{e0155}"],
    ["bytes as variation selectors after an ideograph", "葛\u{e0100}\u{e0154}"],
    ["a variation selector of ideographs where there is none", "a\u{e0100}"],
    ["a row of the variation selectors of emoji", "❤\ufe0f\ufe0e"],
    ["tags after a flag", `${SCOTLAND}${TAGGED}`],
  ])("is found: %s", (_, text) => {
    expect(hiddenProblems({ list: [{ title: text }] }).map(([path]) => path)).toEqual(["list.0.title"]);
    expect(hiddenProblems(text)).toHaveLength(1);
  });

  it.each([
    ["line ends and tabs", "one\r\n\ttwo"],
    ["Arabic and Hebrew with marks", "שלום\u200f مرحبا\u200e"],
    ["joined emoji", "👩‍💻 👨‍👩‍👧"],
    ["a region's flag", SCOTLAND],
    ["emoji and digits with the look of one", "❤️ 1️⃣ 🏳️‍🌈 ✔︎"],
    ["an ideograph in the form of somebody's name", "葛\u{e0100}飾区、辻\u{e0101}さん"],
    ["words of scripts without spaces", "ភាសា\u200bខ្មែរ สวัสดี\u200bครับ"],
    ["a byte order mark", "\ufeffhello"],
  ])("is not: %s", (_, text) => expect(hiddenProblems({ title: text })).toEqual([]));

  it("is not looked for where nothing could be read, however deep", () => {
    let value: unknown = "\u202e";
    for (let depth = 0; depth < 1_000; depth++) value = [value];
    expect(hiddenProblems(value)).toEqual([]);
  });
});

it("writes what a person wouldn't see as escapes, and stays the same JSON", () => {
  const value = { title: `a\u202eb${TAGGED}\u0085`, body: "schön\n🎯" };
  const text = escapeHidden(JSON.stringify(value));
  expect(text).toContain("a\\u202eb");
  expect(text).toContain("\\udb40\\udc64");
  expect(text).toContain("schön");
  expect(JSON.parse(text)).toEqual(value);
});

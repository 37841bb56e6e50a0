import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseBlocks, parseInline } from "./parse-markdown.ts";

describe("parseBlocks", () => {
  it("reads headings, paragraphs, lists and tables", () => {
    const source = "# A\n\nOne\ntwo.\n\n- x\n  y\n- z\n\n1. first\n2. second\n\n| a | b |\n| --- | --- |\n| 1 | 2 |";
    expect(parseBlocks(source)).toEqual([
      { kind: "heading", level: 1, text: "A" },
      { kind: "paragraph", text: "One two." },
      { kind: "list", isOrdered: false, items: ["x y", "z"] },
      { kind: "list", isOrdered: true, items: ["first", "second"] },
      { kind: "table", head: ["a", "b"], rows: [["1", "2"]] },
    ]);
  });

  it("keeps code as it is written, on its lines", () => {
    expect(parseBlocks('a\n\n```json\n{ "a":\n  "**b**" }\n```')).toEqual([
      { kind: "paragraph", text: "a" },
      { kind: "code", text: '{ "a":\n  "**b**" }' },
    ]);
  });

  it("leaves what it doesn't know as text: HTML is never more than its characters", () => {
    expect(parseBlocks("<script>alert(1)</script>")).toEqual([
      { kind: "paragraph", text: "<script>alert(1)</script>" },
    ]);
  });
});

describe("parseInline", () => {
  it("reads strong, emphasised and code text and links", () => {
    expect(parseInline("a **b** *c* `d*` [e](f.md).")).toEqual([
      { kind: "text", text: "a " },
      { kind: "strong", text: "b" },
      { kind: "text", text: " " },
      { kind: "emphasis", text: "c" },
      { kind: "text", text: " " },
      { kind: "code", text: "d*" },
      { kind: "text", text: " " },
      { kind: "link", text: "e", href: "f.md" },
      { kind: "text", text: "." },
    ]);
  });
});

describe.each([
  ["keys-for-admins.md", "de/schluessel-fuer-admins.md"],
  ["audit-search.md", "de/audit-log-durchsuchen.md"],
  ["connect-a-client.md", "de/client-verbinden.md"],
  ["least-privilege.md", "de/so-wenig-wie-moeglich.md"],
  ["tools.md", "de/werkzeuge.md"],
])("the guides %s and %s", (english, german) => {
  const guides = [english, german].map((path) =>
    parseBlocks(readFileSync(new URL(`../../docs/${path}`, import.meta.url), "utf8")),
  );

  it("say the same in both languages: block for block, item for item", () => {
    const [first = [], second = []] = guides.map((blocks) =>
      blocks.map((block) => {
        if (block.kind === "list") return `list of ${block.items.length}`;
        return block.kind === "table" ? `table of ${block.rows.length}` : block.kind;
      }),
    );
    expect(second).toEqual(first);
  });

  it("use nothing that would be shown as it is written", () => {
    for (const block of guides.flat()) {
      if (block.kind === "code") continue;
      const texts =
        "text" in block ? [block.text] : block.kind === "list" ? block.items : [...block.head, ...block.rows.flat()];
      for (const part of texts.flatMap(parseInline)) {
        if (part.kind !== "code") expect(part.text).not.toMatch(/[*`\]]|^#|^\|/);
      }
    }
  });
});

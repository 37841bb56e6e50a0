import { describe, expect, it } from "vitest";
import { messages as german } from "./de.ts";
import { messages as english } from "./en.ts";

const texts = { en: flatten(english), de: flatten(german) };

describe("messages", () => {
  it("have the same keys in both languages", () => {
    expect([...texts.de.keys()].sort()).toEqual([...texts.en.keys()].sort());
  });

  it("use the same placeholders and tags in both languages", () => {
    const differing = [...texts.en].filter(([key, text]) => {
      const other = texts.de.get(key);
      return other !== undefined && placeholders(text).join() !== placeholders(other).join();
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it("have one German word each for owner, auditor and workspace: those of the roles, and Arbeitsbereich", () => {
    const others = [...texts.de].filter(([, text]) => /Inhaber|Auditor|Workspace/.test(text));
    expect(others.map(([key]) => key)).toEqual([]);
  });

  it.each(["en", "de"] as const)("are never empty (%s)", (locale) => {
    expect([...texts[locale]].filter(([, text]) => text.trim() === "").map(([key]) => key)).toEqual([]);
  });
});

function flatten(node: unknown, path: string[] = []): Map<string, string> {
  if (typeof node === "string") return new Map([[path.join("."), node]]);
  if (typeof node !== "object" || node === null) throw new Error(`${path.join(".")} is neither text nor group`);
  return new Map(Object.entries(node).flatMap(([key, child]) => [...flatten(child, [...path, key])]));
}

/** Argument names and tags; plural and select branches may differ between languages, their argument may not. */
function placeholders(text: string) {
  const names = [...text.matchAll(/\{\s*([a-zA-Z]\w*)\s*[,}]|<(\w+)>/g)].map(([, name, tag]) => name ?? `<${tag}>`);
  return [...new Set(names)].sort();
}

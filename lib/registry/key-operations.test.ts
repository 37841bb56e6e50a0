import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { OPERATIONS } from "./index.ts";

const page = readFileSync(new URL("../../docs/api-keys.md", import.meta.url), "utf8");

describe("docs/api-keys.md", () => {
  it("lists every operation on keys, and no other", () => {
    const section = page.slice(page.indexOf("\n## Operations\n"));
    const listed = [...section.matchAll(/`(api_key\.\w+)`/g)].map(([, name]) => name);
    const registered = OPERATIONS.map(({ name }) => name).filter((name) => name.startsWith("api_key."));
    expect(listed.toSorted()).toEqual(registered.toSorted());
  });
});

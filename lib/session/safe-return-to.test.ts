import { describe, expect, it } from "vitest";
import { safeReturnTo } from "./safe-return-to.ts";

describe("where to go after signing in", () => {
  it.each(["/", "/w/acme", "/w/acme/projects?q=a%5Cb&page=2#top", "/w/acme/../beta", "/w//acme"])(
    "%s is a place of this site",
    (path) => {
      expect(safeReturnTo(path)).toBe(path);
    },
  );

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/%2e//evil.example",
    "/w/..//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    " /w/acme",
    "",
    null,
    undefined,
    ["/w/acme"],
  ])("%s is none, and becomes the start page", (value) => {
    expect(safeReturnTo(value)).toBe("/");
  });
});

import { expect, it } from "vitest";
import { csvLine } from "./index.ts";

it("quotes what RFC 4180 wants quoted, and leaves absent cells empty", () => {
  expect(csvLine(["plain", 1.5, null, undefined, 'say "hi"', "a,b", "two\nlines", ""])).toBe(
    'plain,1.5,,,"say ""hi""","a,b","two\nlines",\r\n',
  );
});

it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])("makes %j text", (text) => {
  expect(csvLine([text])).toMatch(/^"?'[=+\-@\t\r\n]/);
});

it("leaves negative numbers numbers", () => {
  expect(csvLine([-1])).toBe("-1\r\n");
});

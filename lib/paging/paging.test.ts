import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { SAME_EACH_RUN } from "#db/testing/same-each-run.ts";
import { isAppError } from "#lib/errors/index.ts";
import { decodeCursor, encodeCursor, PageInput } from "./index.ts";

/** JSON has no -0, and a cursor is JSON. */
const value = fc.jsonValue().map((json) => JSON.parse(JSON.stringify(json)) as unknown);

function refusal(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
}

describe("cursors", () => {
  it("give back every key that they were made of, in letters that survive any address", () => {
    fc.assert(
      fc.property(value, (key) => {
        const cursor = encodeCursor(key);
        expect(cursor).toMatch(/^[\w-]*$/);
        expect(decodeCursor(cursor, z.unknown())).toEqual(key);
      }),
      SAME_EACH_RUN,
    );
  });

  it("of other lists are refused, whatever is in them", () => {
    fc.assert(
      fc.property(value, (key) => {
        if (z.uuid().safeParse(key).success) return;
        expect(refusal(() => decodeCursor(encodeCursor(key), z.uuid()))).toMatchObject({ code: "validation" });
      }),
      SAME_EACH_RUN,
    );
  });

  it("that nobody made are refused in words, never with a crash", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const error = refusal(() => decodeCursor(text, z.strictObject({ id: z.uuid() })));
        expect(isAppError(error) && error.code).toBe("validation");
        expect(JSON.stringify(isAppError(error) && error.details)).not.toMatch(/SyntaxError|Unexpected token/);
      }),
      SAME_EACH_RUN,
    );
  });

  it("of a changed letter never become another place in silence, unless they are one", () => {
    const id = "0199a000-0000-7000-8000-000000000000";
    const cursor = encodeCursor(id);
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.constantFrom(..."ABCxyz019-_"), (at, letter) => {
        const changed = cursor.slice(0, at) + letter + cursor.slice(at + 1);
        const error = refusal(() => z.uuid().parse(decodeCursor(changed, z.uuid())));
        expect(error === null || (isAppError(error) && error.code === "validation")).toBe(true);
      }),
      SAME_EACH_RUN,
    );
  });

  it("of keys as long as lists use fit into what lists take", () => {
    const longest = encodeCursor({ kind: "projects", after: encodeCursor("0199a000-0000-7000-8000-000000000000") });
    expect(PageInput.safeParse({ cursor: longest }).success).toBe(true);
  });
});

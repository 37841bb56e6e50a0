import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SAME_EACH_RUN } from "#db/testing/same-each-run.ts";
import { diffOf } from "./index.ts";

/** JSON has no -0, and what is kept of a thing is JSON. */
const value = fc.jsonValue({ noUnicodeString: false }).map((json) => JSON.parse(JSON.stringify(json)) as unknown);
/** Two states of one thing: the same fields, in the same order, some of them with the same value. */
const states = fc
  .uniqueArray(fc.tuple(fc.string(), value, fc.option(value)), { selector: ([name]) => name, maxLength: 12 })
  .map((fields) => ({
    before: Object.fromEntries(fields.map(([name, was]) => [name, was])),
    after: Object.fromEntries(fields.map(([name, was, becomes]) => [name, becomes ?? was])),
  }));
const textOf = (fields: object | null) => JSON.stringify(fields);

describe("the difference of two states", () => {
  it("applied to the one gives the other, forwards and backwards", () => {
    fc.assert(
      fc.property(states, ({ before, after }) => {
        const diff = diffOf(before, after);
        expect({ ...before, ...diff?.after }).toEqual(after);
        expect({ ...after, ...diff?.before }).toEqual(before);
      }),
      SAME_EACH_RUN,
    );
  });

  it("has what differs, on both sides, in the order of the fields, and nothing else", () => {
    fc.assert(
      fc.property(states, ({ before, after }) => {
        const diff = diffOf(before, after);
        const changed = Object.keys(before).filter((name) => textOf([before[name]]) !== textOf([after[name]]));
        expect(Object.keys(diff?.before ?? {})).toEqual(changed);
        expect(Object.keys(diff?.after ?? {})).toEqual(changed);
        expect(diff === null).toBe(changed.length === 0);
      }),
      SAME_EACH_RUN,
    );
  });

  it("is that of the way back, turned around", () => {
    fc.assert(
      fc.property(states, ({ before, after }) => {
        const [there, back] = [diffOf(before, after), diffOf(after, before)];
        expect(textOf(back)).toBe(textOf(there && { before: there.after, after: there.before }));
      }),
      SAME_EACH_RUN,
    );
  });

  it("of a state and itself is none", () => {
    fc.assert(
      fc.property(states, ({ before }) => diffOf(before, structuredClone(before)) === null),
      SAME_EACH_RUN,
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SAME_EACH_RUN } from "#db/testing/same-each-run.ts";
import { canonicalText, inputDigest, stateDigest } from "./index.ts";

const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });

/** The same value with every object's keys in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, item]) => [name, turned(item)]),
  );
}

describe("canonical JSON, RFC 8785", () => {
  it("is the same whatever the order of keys, and reads back as the same value", () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalText(value);
        expect(canonicalText(turned(value))).toBe(text);
        expect(canonicalText(JSON.parse(text))).toBe(text);
      }),
      SAME_EACH_RUN,
    );
  });

  it("is what the RFC's own example is (§3.2.3)", () => {
    const value = {
      numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalText(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("differs for different values", () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const isSame = canonicalText(one) === canonicalText(other);
        expect(inputDigest("a.b", one) === inputDigest("a.b", other)).toBe(isSame);
        expect(inputDigest("a.b", one)).not.toBe(inputDigest("a.c", one));
      }),
      SAME_EACH_RUN,
    );
  });
});

describe("the digest of a state", () => {
  const target = { type: "task", id: "1", label: "ACM-1 Plan" };
  const deletion = { target, before: { title: "Plan" }, after: null, version: 3 };

  it("stands for what is there: not for its label, nor for what it becomes", () => {
    const digest = stateDigest([deletion]);
    expect(stateDigest([{ ...deletion, target: { ...target, label: "x" }, after: { title: "y" } }])).toBe(digest);
    for (const other of [
      { ...deletion, version: 4 },
      { ...deletion, before: { title: "Plan B" } },
      { ...deletion, target: { ...target, id: "2" } },
    ]) {
      expect(stateDigest([other])).not.toBe(digest);
    }
    expect(stateDigest([deletion, { ...deletion, target: { ...target, id: "2" } }])).not.toBe(digest);
  });

  it("of something new is the same each time, whatever id it would get", () => {
    const creation = { target, before: null, after: { title: "Plan" } };
    expect(stateDigest([creation])).toBe(stateDigest([{ ...creation, target: { ...target, id: "2" } }]));
  });
});

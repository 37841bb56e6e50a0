import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SAME_EACH_RUN } from "#db/testing/same-each-run.ts";
import { type Bound, confirmToken, idOfToken, isSealOf } from "./index.ts";

const digest = fc.stringMatching(/^[0-9A-Za-z_-]{43}$/);
const boundTo: fc.Arbitrary<Bound> = fc.record({
  id: fc.uuid(),
  workspaceId: fc.uuid(),
  environment: fc.constantFrom("development", "staging", "production"),
  credentialId: fc.uuid(),
  operation: fc.constantFrom("task.create", "task.delete", "comment.add"),
  inputDigest: digest,
  stateDigest: digest,
  mode: fc.constantFrom("confirm", "approve"),
  expiresAt: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") }),
});

describe("a confirm token", () => {
  it("names its write, and is the seal of everything it was made for", () => {
    fc.assert(
      fc.property(boundTo, (bound) => {
        const token = confirmToken(bound);
        expect(idOfToken(token)).toBe(bound.id);
        expect(isSealOf(token, bound)).toBe(true);
        expect(token).toHaveLength(71);
      }),
      SAME_EACH_RUN,
    );
  });

  it("is the seal of nothing else: whichever part differs", () => {
    fc.assert(
      fc.property(boundTo, boundTo, fc.constantFrom<keyof Bound>(...PARTS), (bound, other, part) => {
        fc.pre(String(bound[part]) !== String(other[part]) && +bound.expiresAt !== +other.expiresAt);
        expect(isSealOf(confirmToken(bound), { ...bound, [part]: other[part] })).toBe(false);
      }),
      SAME_EACH_RUN,
    );
  });

  it("breaks with any one character, and is never mistaken for what somebody wrote", () => {
    fc.assert(
      fc.property(boundTo, fc.nat(70), fc.constantFrom(..."AZaz09-_."), (bound, at, character) => {
        const token = confirmToken(bound);
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        fc.pre(changed !== token);
        // The last character of each part has bits that nothing is made of; another spelling of the same bytes is the same.
        fc.pre(at !== 26 && at !== 70);
        expect(idOfToken(changed) === bound.id && isSealOf(changed, bound)).toBe(false);
      }),
      SAME_EACH_RUN,
    );
    fc.assert(
      fc.property(fc.string(), (text) => idOfToken(text) === null),
      SAME_EACH_RUN,
    );
  });
});

const PARTS = [
  "id",
  "workspaceId",
  "environment",
  "credentialId",
  "operation",
  "inputDigest",
  "stateDigest",
  "mode",
  "expiresAt",
] as const;

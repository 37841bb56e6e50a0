import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "#lib/environments/index.ts";
import { decideMode, type WriteFacts } from "./modes.ts";
import { CONFIRMATIONS, DEFAULT_WRITE_RULES, type WriteRules } from "./schemas.ts";

const facts = (given: Partial<WriteFacts> = {}): WriteFacts => ({
  isCredential: true,
  needsApproval: false,
  effect: "write",
  neverWaits: false,
  rows: 1,
  ...given,
});
const production = DEFAULT_WRITE_RULES.production;
const rules = (given: Partial<WriteRules>): WriteRules => ({ ...production, ...given });

describe("the mode of a credential's write, by default", () => {
  it.each([
    ["development", "write", 1, "direct"],
    ["development", "destructive", 1, "direct"],
    ["development", "write", 5_000, "direct"],
    ["staging", "write", 1, "direct"],
    ["staging", "destructive", 1, "direct"],
    ["production", "write", 1, "confirm"],
    ["production", "write", 50, "confirm"],
    ["production", "write", 51, "approve"],
    ["production", "destructive", 1, "approve"],
    ["production", "read", 1, "direct"],
    ["production", "destructive", 0, "direct"],
  ] as const)("in %s, %s, %i rows: %s", (environment, effect, rows, mode) => {
    expect(decideMode(facts({ effect, rows }), DEFAULT_WRITE_RULES[environment])).toBe(mode);
  });
});

describe("the stricter of policy, credential and operation", () => {
  it.each([
    ["none", "none", "direct", "direct"],
    ["on_request", "none", "direct", "direct"],
    ["confirm", "none", "confirm", "confirm"],
    ["none", "confirm", "direct", "confirm"],
    ["none", "approval", "direct", "approve"],
    ["confirm", "confirm", "confirm", "confirm"],
    ["approval", "none", "approve", "approve"],
  ] as const)(
    "%s, destructive %s: a write is %s, a deletion %s",
    (confirmation, destructiveConfirmation, one, other) => {
      const given = rules({ confirmation, destructiveConfirmation });
      expect(decideMode(facts(), given)).toBe(one);
      expect(decideMode(facts({ effect: "destructive" }), given)).toBe(other);
    },
  );

  it("is approval for whoever may only propose, everywhere", () => {
    for (const environment of ENVIRONMENTS) {
      const given = facts({ needsApproval: true });
      expect(decideMode(given, DEFAULT_WRITE_RULES[environment])).toBe("approve");
    }
  });

  it("never holds people, what takes access away, or a mass change where no number is set", () => {
    for (const confirmation of CONFIRMATIONS) {
      const given = rules({ confirmation, destructiveConfirmation: "approval" });
      const deletion = { effect: "destructive", rows: 9 } as const;
      expect(decideMode(facts({ ...deletion, isCredential: false, needsApproval: true }), given)).toBe("direct");
      expect(decideMode(facts({ ...deletion, neverWaits: true, needsApproval: true }), given)).toBe("direct");
    }
    expect(decideMode(facts({ rows: 5_000 }), rules({ bulkRows: null }))).toBe("confirm");
  });
});

import { describe, expect, it } from "vitest";
import { DEFAULT_POLICIES, PolicySettings } from "#lib/environment-policy/index.ts";
import { settingsOf, valuesOf } from "./policy-form-data.ts";

const FIELDS = {
  creatorRoles: "owner,admin",
  keyApproval: "not_required",
  rotation: "required",
  rotateEveryDays: "90",
  maxAgeDays: "365",
  suspendOverdueAfterDays: "",
  confirmation: "confirm",
  approvers: "anyone",
  destructiveConfirmation: "approval",
  bulkRows: "50",
  maxRows: "1000",
  reasons: "required",
  confirmPhrase: "CONFIRM",
  requestsPerMinute: "",
  writesPerMinute: "",
  writesPerHour: "",
  leakReaction: "revoke",
};

function sent(changed: Partial<typeof FIELDS> = {}, logParts = ["params", "result", "changes"]): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...FIELDS, ...changed })) data.append(name, value);
  for (const part of logParts) data.append("logParts", part);
  return data;
}

describe("the policy's form", () => {
  it("sends what the operation takes", () => {
    expect(PolicySettings.parse(settingsOf(sent()))).toEqual(DEFAULT_POLICIES.production);
  });

  it.each(["x", "1.5", "-3", "1e9"])("never takes %s for none", (maxAgeDays) => {
    const result = PolicySettings.safeParse(settingsOf(sent({ maxAgeDays })));
    expect(result.error?.issues.map(({ path }) => path[0])).toEqual(["maxAgeDays"]);
  });

  it("keeps everything that was typed", () => {
    expect(valuesOf(sent({ maxAgeDays: "x" }, ["result"]))).toEqual({ ...FIELDS, maxAgeDays: "x", logParts: "result" });
  });
});

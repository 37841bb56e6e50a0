import { beforeAll, describe, expect, it } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
import {
  createTestWorkspace,
  keyContext,
  listAuditEvents,
  listChanges,
  outputOf,
  refusalOf,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { createApiKey, rotateApiKey } from "#lib/api-keys/index.ts";
import { SCOPES } from "#lib/authz/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { DEFAULT_POLICIES } from "./defaults.ts";
import { environmentPolicy, listEnvironmentPolicies, setEnvironmentPolicy } from "./index.ts";

const STRICT = { ...DEFAULT_POLICIES.production, rotateEveryDays: 30, maxAgeDays: 60 };

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await createTestWorkspace("Policies");
});

const admin = () => userContext(workspace, "admin", null);
const policyIn = (environment: "development" | "staging" | "production") =>
  withWorkspace({ workspaceId: workspace.id, environment: null }, "read", (tx) => environmentPolicy(tx, environment));

describe("environment_policy.list", () => {
  it("answers with the defaults for a workspace that has decided nothing", async () => {
    const fresh = await createTestWorkspace("Fresh");
    const { items } = await outputOf(invoke(listEnvironmentPolicies, userContext(fresh, "auditor"), {}));
    expect(items.map(({ environment, version }) => [environment, version])).toEqual([
      ["development", 0],
      ["staging", 0],
      ["production", 0],
    ]);
    expect(items[2]).toMatchObject({ isRotationRequired: true, rotateEveryDays: 90, maxAgeDays: 365 });
  });

  it("is for those who look after the workspace: neither members nor credentials", async () => {
    for (const ctx of [userContext(workspace, "member"), keyContext(workspace, "production", SCOPES)]) {
      expect(await refusalOf(invoke(listEnvironmentPolicies, ctx, {}))).toMatchObject({ code: "forbidden" });
    }
  });

  it("refuses what it doesn't know", async () => {
    expect(await refusalOf(invoke(listEnvironmentPolicies, admin(), { all: true }))).toMatchObject({
      code: "validation",
    });
  });
});

describe("environment_policy.set", () => {
  it("puts the policy in force, records what differs, and leaves the other environments and workspaces alone", async () => {
    const neighbour = await createTestWorkspace("Neighbour");
    const ctx = admin();
    const input = { environment: "production", version: 0, settings: STRICT };
    const { policy } = await outputOf(invoke(setEnvironmentPolicy, ctx, input, { reason: "SOC 2" }));
    expect(policy).toMatchObject({ ...STRICT, version: 1, updatedByName: ctx.actor.name });
    expect(await policyIn("production")).toEqual(policy);
    expect(await policyIn("staging")).toMatchObject({ ...DEFAULT_POLICIES.staging, version: 0 });
    const { items } = await outputOf(invoke(listEnvironmentPolicies, userContext(neighbour, "owner"), {}));
    expect(items.every(({ version }) => version === 0)).toBe(true);
    const [event] = await listAuditEvents(workspace, ctx.source.requestId);
    expect(event).toMatchObject({
      action: "environment_policy.set",
      status: "success",
      targetType: "environment_policy",
      targetId: "production",
      reason: "SOC 2",
    });
    expect(await listChanges(workspace)).toEqual([
      expect.objectContaining({
        before: { rotateEveryDays: 90, maxAgeDays: 365 },
        after: { rotateEveryDays: 30, maxAgeDays: 60 },
      }),
    ]);
  });

  it("changes nothing, and writes no change, when the settings are those in force in another order", async () => {
    const { version } = await policyIn("staging");
    const settings = { ...DEFAULT_POLICIES.staging, creatorRoles: ["admin", "owner"], logParts: ["result", "params"] };
    const outcome = await invoke(setEnvironmentPolicy, admin(), { environment: "staging", version, settings });
    expect(outcome).toMatchObject({ status: "done", changes: [] });
    expect(await policyIn("staging")).toMatchObject({ version });
  });

  it("refuses a decision that was made on another version, and says what is in force", async () => {
    const before = await policyIn("production");
    const input = { environment: "production", version: 0, settings: DEFAULT_POLICIES.production };
    const error = await refusalOf(invoke(setEnvironmentPolicy, admin(), input));
    expect(error).toMatchObject({ code: "conflict", details: { reason: "stale_version", current: before } });
    expect(await policyIn("production")).toEqual(before);
  });

  it("lets one of two first decisions through when they are made at the same moment", async () => {
    const both = [30, 60].map((rotateEveryDays) =>
      invoke(setEnvironmentPolicy, admin(), {
        environment: "development",
        version: 0,
        settings: { ...DEFAULT_POLICIES.development, rotateEveryDays },
      }).then(
        () => "done",
        (error: { code?: string }) => error.code,
      ),
    );
    expect((await Promise.all(both)).toSorted()).toEqual(["conflict", "done"]);
  });

  it.each([
    ["no role", { creatorRoles: [] }, "settings.creatorRoles"],
    ["a role that may not manage keys", { creatorRoles: ["member"] }, "settings.creatorRoles.0"],
    ["an age of no days", { maxAgeDays: 0 }, "settings.maxAgeDays"],
    ["an unknown confirmation", { confirmation: "shout" }, "settings.confirmation"],
    ["a part that no event has", { logParts: ["secrets"] }, "settings.logParts.0"],
    ["a required rotation without an interval", { rotateEveryDays: null }, "rotateEveryDays"],
  ])("refuses %s", async (_, wrong, field) => {
    const { version } = await policyIn("production");
    const input = { environment: "production", version, settings: { ...STRICT, ...wrong } };
    const error = await refusalOf(invoke(setEnvironmentPolicy, admin(), input));
    expect(error.code).toBe("validation");
    expect(Object.keys(error.details.fieldErrors ?? {})).toContain(field);
  });

  it("is refused to auditors, members and credentials, on record", async () => {
    const { version } = await policyIn("production");
    const input = { environment: "production", version, settings: DEFAULT_POLICIES.production };
    const others = [
      userContext(workspace, "auditor"),
      userContext(workspace, "member"),
      keyContext(workspace, "production", SCOPES),
    ];
    for (const ctx of others) {
      expect(await refusalOf(invoke(setEnvironmentPolicy, ctx, input))).toMatchObject({ code: "forbidden" });
      const [event] = await listAuditEvents(workspace, ctx.source.requestId);
      expect(event).toMatchObject({ status: "denied", errorReason: "missing_permission" });
    }
    expect(await policyIn("production")).toMatchObject({ version });
  });

  it("works for the operator in a dry run, and writes nothing", async () => {
    const { version } = await policyIn("production");
    const input = { environment: "production", version, settings: DEFAULT_POLICIES.production };
    const outcome = await invoke(setEnvironmentPolicy, systemContext(workspace), input, { mode: "dry_run" });
    expect(outcome).toMatchObject({ status: "dry_run", output: { policy: { rotateEveryDays: 90 } } });
    expect(await policyIn("production")).toMatchObject({ version, rotateEveryDays: 30 });
  });
});

describe("who may make keys", () => {
  it("are the roles that the environment's policy names; the operator is bound by none", async () => {
    const own = await createTestWorkspace("Owners only");
    const settings = { ...DEFAULT_POLICIES.production, creatorRoles: ["owner"] };
    const owner = userContext(own, "owner", null);
    const { apiKey } = await outputOf(invoke(createApiKey, userContext(own, "admin"), key("production", "first-key")));
    await outputOf(invoke(setEnvironmentPolicy, owner, { environment: "production", version: 0, settings }));
    const refused = { code: "forbidden", details: { reason: "role_not_allowed" } };
    const rotation = { apiKeyId: apiKey.id, overlapSeconds: 0 };
    expect(
      await refusalOf(invoke(createApiKey, userContext(own, "admin"), key("production", "by-admin"))),
    ).toMatchObject(refused);
    expect(await refusalOf(invoke(rotateApiKey, userContext(own, "admin"), rotation))).toMatchObject(refused);
    await outputOf(invoke(createApiKey, userContext(own, "admin"), key("staging", "by-admin")));
    await outputOf(invoke(createApiKey, owner, key("production", "by-owner")));
    await outputOf(invoke(createApiKey, systemContext(own), key("production", "by-operator")));
    await outputOf(invoke(rotateApiKey, owner, rotation));
  });
});

function key(environment: string, name: string) {
  return { name, environment, access: "read" };
}

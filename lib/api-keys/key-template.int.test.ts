import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, outputOf, superuserSql, type TestWorkspace, userContext } from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createApiKey, getApiKey, revokeApiKey } from "./index.ts";
import { templateOf } from "./schemas.ts";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await createTestWorkspace("Templates");
});

const admin = () => userContext(workspace, "admin", null);
const revoked = async (wanted: object) => {
  const input = { name: `cursor-${newId().slice(-12)}`, environment: "staging", access: "read", ...wanted };
  const { apiKey } = await outputOf(invoke(createApiKey, admin(), input));
  await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
  return apiKey.id;
};
const read = async (apiKeyId: string) => (await outputOf(invoke(getApiKey, admin(), { apiKeyId }))).apiKey;
const HOURS = { days: [1, 2], from: "08:00", to: "18:00", timeZone: "Europe/Berlin" };

describe("what a key hands on to the one in its place", () => {
  it("is everything that it was restricted by, and a key made of it is restricted alike", async () => {
    const staging = userContext(workspace, "owner", "staging");
    const { project } = await outputOf(invoke(createProject, staging, { name: "Relaunch" }));
    const restrictions = {
      ...{ description: "on the work laptop", clientKind: "cursor", scopes: ["tasks:write"] },
      ...{ allowedAddresses: ["10.0.0.0/8"], allowedHours: HOURS, projectIds: [project.id] },
      ...{ requestsPerMinute: 60, writesPerMinute: 5, writesPerHour: 50, rotateEveryDays: 45 },
    };
    const old = await read(await revoked({ ...restrictions, access: "custom", expiresInSeconds: 30 * 86_400 }));
    const made = templateOf(old, [project.id], new Date(Date.parse(old.createdAt) + DAY_MS));
    expect(made).toMatchObject({
      environment: "staging",
      access: "custom",
      scopes: ["tasks:write"],
      expiresInDays: 29,
    });
    expect(made).toMatchObject({ ownerUserId: workspace.users.admin.id, leftBehind: [] });
    expect(made.takenOver).toEqual([
      ...["access", "owner", "description", "addresses", "hours", "projects", "budgets", "schedule", "expiry"],
    ]);
    const { name, environment, description, clientKind, access, scopes, allowedAddresses } = made;
    const { apiKey } = await outputOf(
      invoke(createApiKey, admin(), {
        ...{ name, environment, description, clientKind, access, scopes, allowedAddresses, ...made.budgets },
        ...{ allowedHours: made.allowedHours, projectIds: made.projectIds, rotateEveryDays: made.rotateEveryDays },
        ...{ ownerUserId: made.ownerUserId, replacesKeyId: made.id },
      }),
    );
    expect(apiKey).toMatchObject(restrictions);
  });

  it("is the workspace's own where it was, and the preset that it had", async () => {
    const old = await read(await revoked({ ownerUserId: null, access: "propose" }));
    const made = templateOf(old, null, new Date(old.createdAt));
    expect(made).toMatchObject({ ownerUserId: null, access: "propose", allowedAddresses: [], expiresInDays: null });
    expect(made).toMatchObject({ takenOver: ["access", "owner"], leftBehind: [] });
  });

  it("says what it can't hand on: an owner who left, a project that is gone, an expiry that is past", async () => {
    const staging = userContext(workspace, "owner", "staging");
    const { project } = await outputOf(invoke(createProject, staging, { name: "Gone soon" }));
    const id = await revoked({ projectIds: [project.id], expiresInSeconds: 86_400 });
    const member = workspace.users.member.id;
    await superuserSql()`update api_keys set owner_user_id = ${member} where id = ${id}`;
    await superuserSql()`delete from memberships where user_id = ${member} and workspace_id = ${workspace.id}`;
    const old = await read(id);
    const made = templateOf(old, [], new Date(Date.parse(old.createdAt) + 2 * DAY_MS));
    expect(made).toMatchObject({ ownerUserId: undefined, expiresInDays: null });
    // None, which the operation refuses; never "all".
    expect(made.projectIds).toEqual([]);
    expect(made.leftBehind).toEqual(["owner", "projects", "expiry"]);
  });
});

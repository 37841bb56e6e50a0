import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  outputOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import {
  createApiKey,
  endOverlap,
  reassignApiKey,
  resumeApiKey,
  revokeApiKey,
  rotateApiKey,
  suspendApiKey,
} from "./index.ts";

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createTestWorkspace("Told");
});

const admin = () => userContext(workspace, "admin", null);
const owner = () => userContext(workspace, "owner", null);

/** A key that the member owns; null: the workspace itself. */
async function keyOf(ownerUserId: string | null): Promise<string> {
  const key = { name: `cursor-${newId().slice(-12)}`, environment: "development", access: "read" };
  const { apiKey } = await outputOf(invoke(createApiKey, admin(), key));
  await outputOf(invoke(reassignApiKey, admin(), { apiKeyId: apiKey.id, ownerUserId }));
  return apiKey.id;
}

const toldAbout = (apiKeyId: string) => superuserSql()<
  { kind: string; userId: string; link: string; params: Record<string, unknown> }[]
>`select kind, user_id as "userId", link, params from notifications
  where workspace_id = ${workspace.id} and about_id = ${apiKeyId} order by id`;

describe("the people who use a key", () => {
  it("are told that it was suspended, resumed and revoked, by whom and why", async () => {
    const member = workspace.users.member.id;
    const apiKeyId = await keyOf(member);
    await outputOf(invoke(suspendApiKey, admin(), { apiKeyId, reason: "Laptop is lost" }));
    await outputOf(invoke(resumeApiKey, admin(), { apiKeyId }));
    await outputOf(invoke(revokeApiKey, owner(), { apiKeyId }));
    await outputOf(invoke(revokeApiKey, owner(), { apiKeyId }));
    const told = await toldAbout(apiKeyId);
    expect(told.map(({ kind, userId }) => [kind, userId])).toEqual([
      ["api_key.suspended", member],
      ["api_key.resumed", member],
      ["api_key.revoked", member],
    ]);
    expect(told[0]).toMatchObject({
      link: `/settings/integrations/public-api/keys/${apiKeyId}`,
      params: { byName: workspace.users.admin.name, reason: "Laptop is lost", environment: "development" },
    });
    expect(JSON.stringify(told)).not.toContain("secret");
  });

  it("are told that the old key of a rotation has ended, once", async () => {
    const apiKeyId = await keyOf(workspace.users.member.id);
    await outputOf(invoke(rotateApiKey, admin(), { apiKeyId, overlapSeconds: 3_600 }));
    await outputOf(invoke(endOverlap, systemContext(workspace), { apiKeyId }));
    await outputOf(invoke(endOverlap, admin(), { apiKeyId }));
    expect((await toldAbout(apiKeyId)).map(({ kind }) => kind)).toEqual(["api_key.overlap_ended"]);
  });

  it("are the admins for a machine's key, and never whoever did it", async () => {
    const machine = await keyOf(null);
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: machine }));
    expect((await toldAbout(machine)).map(({ userId }) => userId)).toEqual([workspace.users.owner.id]);
    const own = await keyOf(workspace.users.admin.id);
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: own }));
    expect(await toldAbout(own)).toEqual([]);
  });

  it("are not told of a rehearsal", async () => {
    const apiKeyId = await keyOf(workspace.users.member.id);
    await invoke(revokeApiKey, admin(), { apiKeyId }, { mode: "dry_run" });
    expect(await toldAbout(apiKeyId)).toEqual([]);
  });
});

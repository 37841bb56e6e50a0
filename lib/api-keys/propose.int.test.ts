import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, outputOf, superuserSql, type TestWorkspace, userContext } from "#db/testing/index.ts";
import { callTool } from "#db/testing/mcp-calls.ts";
import { SCOPES } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { authenticateApiKey, createApiKey, rotateApiKey } from "./index.ts";

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createTestWorkspace("Propose");
});

const admin = () => userContext(workspace, "admin", null);
const create = (access: string) =>
  outputOf(invoke(createApiKey, admin(), { name: `cursor-${newId().slice(-12)}`, environment: "development", access }));
const knock = (token: string) =>
  authenticateApiKey(`Bearer ${token}`, { ip: "203.0.113.5", userAgent: null, requestId: newId() });
const named = (name: string) => superuserSql()`select id from projects where name = ${name}`;

describe("a key that may read and propose", () => {
  it("has every scope, and comes in as an actor whose writes need approval, unlike a key that may write", async () => {
    const { apiKey, token } = await create("propose");
    expect(apiKey).toMatchObject({ scopes: SCOPES, writesNeedApproval: true });
    expect(await knock(token)).toMatchObject({ ok: true, actor: { writesNeedApproval: true, scopes: SCOPES } });
    const writer = await create("write");
    expect(await knock(writer.token)).toMatchObject({ ok: true, actor: { writesNeedApproval: false } });
  });

  it("stays one when it is rotated", async () => {
    const { apiKey } = await create("propose");
    const rotated = await outputOf(invoke(rotateApiKey, admin(), { apiKeyId: apiKey.id, overlapSeconds: 0 }));
    expect(rotated.apiKey.writesNeedApproval).toBe(true);
    expect(await knock(rotated.token)).toMatchObject({ ok: true, actor: { writesNeedApproval: true } });
  });

  it("writes nothing by itself, even where the policy confirms nothing; it reads and tries", async () => {
    const { token } = await create("propose");
    const name = `Proposed ${newId()}`;
    const { structuredContent } = await callTool(token, "create_project", { name });
    expect(structuredContent?.status).not.toBe("done");
    expect((await callTool(token, "create_project", { name, dry_run: true })).structuredContent).toMatchObject({
      status: "dry_run",
    });
    expect((await callTool(token, "list_projects")).structuredContent).toMatchObject({ items: [] });
    expect(await named(name)).toHaveLength(0);
  });
});

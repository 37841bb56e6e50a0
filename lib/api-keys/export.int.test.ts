import { describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  keyContext,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { whoami } from "#lib/workspaces/index.ts";
import { createApiKey, exportApiKeys, readKeyExport, revokeApiKey } from "./index.ts";

const admin = (workspace: TestWorkspace) => userContext(workspace, "admin", null);

async function make(ctx: Context, name: string, input: object = {}) {
  const wanted = { name, environment: "staging", access: "read", ...input };
  return (await outputOf(invoke(createApiKey, ctx, wanted))).apiKey;
}

async function fetched(ctx: Context, filter: object = {}): Promise<string> {
  const asked = await outputOf(invoke(exportApiKeys, ctx, filter));
  let text = "";
  for await (const part of readKeyExport(ctx, asked.filter)) text += part;
  return text;
}

/** Each key as its columns, for text without commas and quotes inside of cells. */
function rowsOf(text: string): Record<string, string>[] {
  const [head = "", ...lines] = text.trimEnd().split("\r\n");
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, index) => [names[index], cell])));
}

describe("a review of access", () => {
  it("tells the age of a key from its last use, and says what it may do, where from and for whom", async () => {
    const workspace = await createTestWorkspace("Review");
    const ctx = admin(workspace);
    const { member } = workspace.users;
    const used = await make(ctx, "cursor-used", {
      description: "Mara's laptop",
      clientKind: "cursor",
      ownerUserId: member.id,
      rotateEveryDays: 60,
      expiresInSeconds: 300 * 86_400,
      allowedAddresses: ["10.0.0.0/8", "192.0.2.1"],
      allowedHours: { days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00", timeZone: "Europe/Berlin" },
      requestsPerMinute: 60,
    });
    await make(ctx, "idle", { environment: "development", ownerUserId: null, access: "propose" });
    await superuserSql()`update api_keys set created_at = now() - interval '40 days 1 hour',
      last_used_at = now() - interval '3 days 1 hour', last_used_ip = '203.0.113.7', last_used_client = 'cursor 1.7'
      where id = ${used.id}`;
    await superuserSql()`delete from memberships where workspace_id = ${workspace.id} and user_id = ${member.id}`;
    const rows = rowsOf(await fetched({ ...ctx, now: new Date() }));
    expect(rows.map(({ name }) => name)).toEqual(["idle", "cursor-used"]);
    expect(rows[0]).toMatchObject({
      environment: "development",
      owner: "workspace",
      owner_email: "",
      owner_left: "no",
      access: "propose",
      age_days: "0",
      last_used_at: "never used",
      last_used_address: "",
      days_since_last_use: "never used",
      calls_90_days: "0",
      rotation_due_at: "",
      stops_at: "",
      allowed_addresses: "",
      allowed_hours: "",
      projects: "",
      project_ids: "",
    });
    expect(rows[1]).toMatchObject({
      description: "Mara's laptop",
      client: "cursor",
      key: used.hint,
      status: "active",
      owner: member.name,
      owner_email: member.email,
      owner_left: "yes",
      access: "read",
      scopes: "projects:read; tasks:read; comments:read",
      age_days: "40",
      last_used_address: "203.0.113.7",
      last_used_client: "cursor 1.7",
      days_since_last_use: "3",
      allowed_addresses: "10.0.0.0/8; 192.0.2.1/32",
      allowed_hours: "Mon-Fri 08:00-18:00 Europe/Berlin",
      requests_per_minute: "60",
      writes_per_minute: "",
      id: used.id,
    });
  });

  it("names the projects that keys are restricted to, in every environment, and none of another workspace", async () => {
    const workspace = await createTestWorkspace("Restricted");
    const ctx = admin(workspace);
    const project = async (environment: Environment, key: string, within = workspace) => {
      const wanted = { name: `Project ${key}`, key };
      return (await outputOf(invoke(createProject, userContext(within, "owner", environment), wanted))).project.id;
    };
    const [one, two] = [await project("staging", "ONE"), await project("staging", "TWO")];
    const live = await project("production", "ONE");
    const foreign = await project("staging", "FOR", await createTestWorkspace("Foreign"));
    const both = await make(ctx, "both", { projectIds: [one, two] });
    await make(ctx, "live", { environment: "production", projectIds: [live] });
    await make(ctx, "all");
    await superuserSql()`update api_keys set project_ids = ${[one, two, foreign]} where id = ${both.id}`;
    const rows = rowsOf(await fetched(ctx));
    expect(rows.map(({ name, projects }) => [name, projects])).toEqual([
      ["all", ""],
      ["live", "ONE Project ONE"],
      ["both", "ONE Project ONE; TWO Project TWO; gone"],
    ]);
    expect(rows[2]?.project_ids).toBe([one, two, foreign].join("; "));
  });

  it("has only what the filter finds, and counts the calls of each key", async () => {
    const workspace = await createTestWorkspace("Calls");
    const ctx = admin(workspace);
    const ended = await make(ctx, "ended");
    await outputOf(invoke(revokeApiKey, ctx, { apiKeyId: ended.id }));
    await make(ctx, "other", { environment: "production" });
    const { id } = await make(ctx, "caller");
    const caller = keyContext(workspace, "staging", ["projects:read"]);
    if (caller.actor.kind !== "api_key") throw new Error("a key's context has a key for its actor");
    const acting = { ...caller, actor: { ...caller.actor, id } };
    for (let call = 0; call < 2; call += 1) await outputOf(invoke(whoami, acting, {}));
    const later = { ...ctx, now: new Date() };
    const rows = rowsOf(await fetched(later, { environment: "staging" }));
    expect(rows.map(({ name, calls_90_days: calls }) => [name, calls])).toEqual([["caller", "2"]]);
    const all = rowsOf(await fetched(later, { status: "all" }));
    expect(all.map(({ name, status }) => [name, status])).toEqual([
      ["caller", "active"],
      ["other", "active"],
      ["ended", "revoked"],
    ]);
  });

  it("gives each key once, however many pages there are", async () => {
    const workspace = await createTestWorkspace("Pages");
    const ctx = admin(workspace);
    const { id } = await make(ctx, "key-0");
    const more = Array.from({ length: 1_001 }, () => newId());
    await superuserSql()`insert into api_keys select (jsonb_populate_record(k, jsonb_build_object(
        'id', n.id, 'line_id', n.id, 'name', 'key-' || n.place, 'key_id', substr(md5(n.id), 1, 16)))).*
      from api_keys k, unnest(${more}::text[]) with ordinality as n(id, place) where k.id = ${id}`;
    const ids = rowsOf(await fetched({ ...ctx, now: new Date() })).map((row) => row.id);
    expect(ids).toHaveLength(1_002);
    expect(new Set(ids)).toEqual(new Set([id, ...more]));
  });

  it("is safe in a spreadsheet, whatever a key is called", async () => {
    const ctx = admin(await createTestWorkspace("Formulas"));
    await make(ctx, '=HYPERLINK("http://evil.example","x")');
    await make(ctx, "@sum, and more");
    const text = await fetched(ctx);
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")"`);
    expect(text).toContain(`"'@sum, and more"`);
    expect(text).not.toMatch(/(?:^|,)"?[=@+]/m);
  });

  it("has its names alone where no key is found", async () => {
    expect((await fetched(admin(await createTestWorkspace()))).trimEnd().split("\r\n")).toHaveLength(1);
  });
});

describe("api_key.export", () => {
  it("is an event with its filter, needs the permission to see keys, and takes no filter that there is not", async () => {
    const workspace = await createTestWorkspace();
    await make(admin(workspace), "cursor-one");
    const ctx = userContext(workspace, "auditor", null);
    await fetched(ctx, { environment: "staging" });
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      { action: "api_key.export", status: "success", params: { environment: "staging" }, result: { total: 1 } },
    ]);
    expect(await refusalOf(invoke(exportApiKeys, userContext(workspace, "member", null), {}))).toMatchObject({
      code: "forbidden",
    });
    for (const filter of [{ status: "gone" }, { nothing: 1 }, { limit: 10 }]) {
      expect(await refusalOf(invoke(exportApiKeys, ctx, filter))).toMatchObject({ code: "validation" });
    }
    const other = userContext(await createTestWorkspace("Other"), "owner", null);
    expect(await outputOf(invoke(exportApiKeys, other, {}))).toMatchObject({ total: 0 });
    expect(rowsOf(await fetched(other))).toEqual([]);
  });
});

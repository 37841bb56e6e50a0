import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  keyContext,
  listAuditEvents,
  listChanges,
  outputOf,
  refusalOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { append } from "#lib/audit/index.ts";
import { SCOPES } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { listTasks } from "#lib/tasks/index.ts";
import { createApiKey, findApiKeysByName, getApiKey, getFirstCall, listApiKeys, revokeApiKey } from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Acme"), createTestWorkspace("Other")]);
});

const UNKNOWN = "00000000-0000-7000-8000-000000000000";
const admin = () => userContext(workspace, "admin", null);
const uniqueName = (client = "cursor") => `${client}-${newId().slice(-12)}`;
const create = (input: object = {}, ctx: Context = admin()) =>
  outputOf(invoke(createApiKey, ctx, { name: uniqueName(), environment: "development", access: "read", ...input }));
const keyRow = (id: string) => superuserSql()`select * from api_keys where id = ${id}`.then(([row]) => row);
const revoke = (apiKeyId: string, ctx = admin()) => outputOf(invoke(revokeApiKey, ctx, { apiKeyId }));
const expire = (id: string) =>
  superuserSql()`update api_keys set expires_at = now() - interval '1 minute' where id = ${id}`;

/** The call of a key, as the MCP door records it. */
function callAs(apiKey: { id: string; name: string; hint: string }, tool = "list_tasks") {
  const base = keyContext(workspace, "development", ["tasks:read"], tool);
  const source = { ...base.source, clientName: "cursor", clientVersion: "2.1", ip: "198.51.100.7" };
  const actor = { ...base.actor, id: apiKey.id, name: apiKey.name, hint: apiKey.hint } as Context["actor"];
  return invoke(listTasks, { ...base, actor, source }, {});
}

describe("api_key.create", () => {
  it("answers with the token once and stores only its keyed hash", async () => {
    const { apiKey, token } = await create({ clientKind: "cursor", environment: "production" });
    expect(token).toMatch(/^pst_prod_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}$/);
    expect(apiKey).toMatchObject({
      clientKind: "cursor",
      environment: "production",
      hint: `pst_prod_…${token.slice(-4)}`,
      status: "active",
      owner: { id: workspace.users.admin.id },
      lastUsedAt: null,
    });
    const row = await keyRow(apiKey.id);
    const secret = token.split("_")[3]?.slice(0, 43) ?? "none";
    expect(JSON.stringify({ ...row, secret_hash: row?.secret_hash.toString("latin1") })).not.toContain(secret);
    expect(row?.secret_hash).toHaveLength(32);
  });

  it("records the creation with its change, and the token in neither", async () => {
    const ctx = admin();
    const { apiKey, token } = await create({ expiresInSeconds: 86_400 }, ctx);
    const [event] = await listAuditEvents(workspace, ctx.source.requestId);
    expect(event).toMatchObject({
      action: "api_key.create",
      status: "success",
      environment: null,
      targetId: apiKey.id,
      targetLabel: `${apiKey.name} (${apiKey.hint})`,
      result: { token: "[redacted]" },
      changes: [{ before: null, after: { name: apiKey.name, status: "expiring" } }],
    });
    const changes = (await listChanges(workspace)).filter(({ target_id }) => target_id === apiKey.id);
    expect(changes).toHaveLength(1);
    expect(JSON.stringify([event, changes])).not.toContain(token.slice(-49));
  });

  it("counts the expiry from the moment of the call", async () => {
    const ctx = admin();
    const { apiKey } = await create({ expiresInSeconds: 3_600 }, ctx);
    expect(apiKey.expiresAt).toBe(new Date(ctx.now.getTime() + HOUR_MS).toISOString());
  });

  it("grants exactly the chosen scopes, in the order of display", async () => {
    const { apiKey } = await create({ access: "custom", scopes: ["tasks:write", "projects:read", "tasks:write"] });
    expect(apiKey.scopes).toEqual(["projects:read", "tasks:write"]);
    expect((await create({ access: "write" })).apiKey.scopes).toEqual(SCOPES);
  });

  it("has no owner when the installation itself makes it", async () => {
    const { apiKey } = await create({}, systemContext(workspace));
    expect(apiKey).toMatchObject({ owner: null, createdByName: "test" });
  });

  it.each([
    { name: "" },
    { name: "x".repeat(81) },
    { name: "zero\u200bwidth" },
    { environment: "test" },
    { environment: undefined },
    { access: "admin" },
    { access: "custom" },
    { access: "custom", scopes: [] },
    { access: "custom", scopes: ["api_keys:manage"] },
    { expiresInSeconds: 59 },
    { expiresInSeconds: 1.5 },
    { expiresInSeconds: 36_501 * 86_400 },
    { clientKind: "netscape" },
    { token: "mine" },
  ])("refuses %j and says so in the log", async (wrong) => {
    const ctx = admin();
    const input = { name: uniqueName(), environment: "development", access: "read", ...wrong };
    expect(await refusalOf(invoke(createApiKey, ctx, input))).toMatchObject({ code: "validation" });
    const [event] = await listAuditEvents(workspace, ctx.source.requestId);
    expect(event).toMatchObject({ action: "api_key.create", status: "error", errorCode: "validation" });
  });

  it.each(["member", "auditor"] as const)("is denied to a %s, and the attempt is recorded", async (role) => {
    const ctx = userContext(workspace, role, null);
    const name = uniqueName();
    const error = await refusalOf(invoke(createApiKey, ctx, { name, environment: "development", access: "read" }));
    expect(error).toMatchObject({ code: "forbidden" });
    const [event] = await listAuditEvents(workspace, ctx.source.requestId);
    expect(event).toMatchObject({ status: "denied", errorCode: "forbidden", params: { name } });
    expect(await superuserSql()`select 1 from api_keys where name = ${name}`).toHaveLength(0);
  });

  it("is denied to a key, whatever it may do: no key mints, reads or revokes keys", async () => {
    const { apiKey } = await create();
    for (const [operation, input] of [
      [createApiKey, { name: uniqueName(), environment: "development", access: "read" }],
      [listApiKeys, {}],
      [getApiKey, { apiKeyId: apiKey.id }],
      [getFirstCall, { apiKeyId: apiKey.id }],
      [revokeApiKey, { apiKeyId: apiKey.id }],
    ] as const) {
      const ctx = keyContext(workspace, "development", SCOPES);
      expect(await refusalOf(invoke(operation as typeof listApiKeys, ctx, input))).toMatchObject({ code: "forbidden" });
    }
  });

  it("writes nothing in a dry run", async () => {
    const name = uniqueName();
    const input = { name, environment: "development", access: "read" };
    expect(await invoke(createApiKey, admin(), input, { mode: "dry_run" })).toMatchObject({ status: "dry_run" });
    expect(await superuserSql()`select 1 from api_keys where name = ${name}`).toHaveLength(0);
  });
});

describe("names of live keys", () => {
  const taken = (name: string) =>
    refusalOf(invoke(createApiKey, admin(), { name, environment: "staging", access: "read" }));

  it("are unique in the workspace, whatever the case and the environment", async () => {
    const { apiKey } = await create();
    const error = await taken(apiKey.name.toUpperCase());
    expect(error).toMatchObject({ code: "conflict", details: { reason: "name_taken" } });
    expect(error.message).toContain(apiKey.hint);
    expect(Object.keys(error.details.fieldErrors ?? {})).toEqual(["name"]);
  });

  it("say nothing of another workspace's keys", async () => {
    const { apiKey } = await create();
    const twin = await create({ name: apiKey.name }, userContext(other, "admin", null));
    expect(twin.apiKey.name).toBe(apiKey.name);
  });

  it("are free again after a revocation", async () => {
    const { apiKey } = await create();
    await revoke(apiKey.id);
    expect((await create({ name: apiKey.name })).apiKey.id).not.toBe(apiKey.id);
  });

  it("are free again after the expiry; the expired key stays findable by its name", async () => {
    const { apiKey } = await create();
    await expire(apiKey.id);
    const successor = await create({ name: apiKey.name });
    const { items } = await outputOf(invoke(listApiKeys, admin(), { query: apiKey.name, status: "all" }));
    expect(items.map(({ id, status }) => [id, status])).toEqual([
      [successor.apiKey.id, "active"],
      [apiKey.id, "expired"],
    ]);
  });

  it("go to exactly one of many who ask at once, and the others hear why by field", async () => {
    const name = uniqueName();
    const input = { name, environment: "development", access: "read" };
    const attempts = await Promise.allSettled(Array.from({ length: 12 }, () => invoke(createApiKey, admin(), input)));
    const refusals = attempts.flatMap((attempt) => (attempt.status === "rejected" ? [attempt.reason] : []));
    expect(refusals).toHaveLength(11);
    for (const error of refusals) {
      expect(error).toMatchObject({ code: "conflict", details: { reason: "name_taken" } });
      expect(error.details.fieldErrors).toHaveProperty("name");
    }
    expect(await superuserSql()`select 1 from api_keys where name = ${name}`).toHaveLength(1);
  });

  it("go to exactly one of many who want an expired key's name at once", async () => {
    const { apiKey } = await create();
    await expire(apiKey.id);
    const input = { name: apiKey.name, environment: "development", access: "read" };
    const attempts = await Promise.allSettled(Array.from({ length: 6 }, () => invoke(createApiKey, admin(), input)));
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { items } = await outputOf(invoke(findApiKeysByName, admin(), { name: apiKey.name }));
    expect(items).toHaveLength(1);
  });
});

describe("api_key.list", () => {
  const list = (input: object, ctx = admin()) => outputOf(invoke(listApiKeys, ctx, input));

  it("shows live keys by default, and the others on request", async () => {
    const marker = newId().slice(-10);
    const ids: Record<string, string> = {};
    for (const status of ["active", "revoked", "expired"])
      ids[status] = (await create({ name: `${status}-${marker}` })).apiKey.id;
    await revoke(ids.revoked ?? "");
    await expire(ids.expired ?? "");
    const found = async (status?: string) =>
      (await list({ query: marker, ...(status && { status }) })).items.map((key) => key.status).toSorted();
    expect(await found()).toEqual(["active"]);
    expect(await found("revoked")).toEqual(["revoked"]);
    expect(await found("expired")).toEqual(["expired"]);
    expect(await found("all")).toEqual(["active", "expired", "revoked"]);
  });

  it("finds by name and by last four, and takes wildcards literally", async () => {
    const { apiKey, token } = await create({ name: `100%_${newId().slice(-8)}` });
    expect((await list({ query: "100%_" })).items.map(({ id }) => id)).toContain(apiKey.id);
    expect((await list({ query: token.slice(-4) })).items.map(({ id }) => id)).toContain(apiKey.id);
    expect((await list({ query: "1__%" })).items).toEqual([]);
  });

  it("pages through all keys once, newest first, while new ones arrive", async () => {
    const marker = newId().slice(-10);
    const names = Array.from({ length: 7 }, (_, index) => `page-${marker}-${index}`);
    for (const name of names) await create({ name });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ query: marker, limit: 3, ...(cursor && { cursor }) });
      seen.push(...page.items.map(({ name }) => name));
      if (seen.length === 3) await create({ name: `late-${marker}` });
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(names.toReversed());
  });

  it("filters by environment and shows nothing of another workspace", async () => {
    const { apiKey } = await create({ environment: "staging" });
    const staging = await list({ environment: "staging", limit: 100 });
    expect(staging.items.map(({ id }) => id)).toContain(apiKey.id);
    expect(new Set(staging.items.map(({ environment }) => environment))).toEqual(new Set(["staging"]));
    const { items } = await list({ status: "all", limit: 100 }, userContext(other, "owner", null));
    expect(items.map(({ id }) => id)).not.toContain(apiKey.id);
  });

  it.each([{ limit: 0 }, { limit: 101 }, { cursor: "nonsense" }, { status: "paused" }, { environment: "all" }])(
    "refuses %j",
    async (input) => {
      expect(await refusalOf(invoke(listApiKeys, admin(), input))).toMatchObject({ code: "validation" });
    },
  );

  it("is denied to a member and open to an auditor", async () => {
    const denied = await refusalOf(invoke(listApiKeys, userContext(workspace, "member", null), {}));
    expect(denied).toMatchObject({ code: "forbidden" });
    expect((await list({}, userContext(workspace, "auditor", null))).items.length).toBeGreaterThan(0);
  });
});

describe("api_key.get", () => {
  it("tells what revoking would break: calls, addresses, the last call", async () => {
    const { apiKey } = await create();
    await callAs(apiKey);
    await callAs(apiKey);
    const { use } = await outputOf(invoke(getApiKey, admin(), { apiKeyId: apiKey.id }));
    expect(use).toMatchObject({ callsIn24Hours: 2, addresses: ["198.51.100.7"] });
    expect(Math.abs(Date.parse(use.lastCallAt ?? "") - Date.now())).toBeLessThan(60_000);
  });

  it("counts nothing for a key that was never used", async () => {
    const { apiKey } = await create();
    const { use } = await outputOf(invoke(getApiKey, admin(), { apiKeyId: apiKey.id }));
    expect(use).toEqual({ callsIn24Hours: 0, lastCallAt: null, addresses: [] });
  });

  it("answers the same for a foreign and for a missing key", async () => {
    const { apiKey } = await create();
    const foreign = await refusalOf(invoke(getApiKey, userContext(other, "owner", null), { apiKeyId: apiKey.id }));
    const missing = await refusalOf(invoke(getApiKey, admin(), { apiKeyId: UNKNOWN }));
    expect([foreign.code, foreign.message]).toEqual(["not_found", missing.message]);
    expect(await refusalOf(invoke(getApiKey, admin(), { apiKeyId: "x" }))).toMatchObject({ code: "validation" });
    const denied = await refusalOf(invoke(getApiKey, userContext(workspace, "member"), { apiKeyId: apiKey.id }));
    expect(denied).toMatchObject({ code: "forbidden" });
  });
});

describe("api_key.get_first_call", () => {
  const first = (apiKeyId: string, ctx = admin()) => outputOf(invoke(getFirstCall, ctx, { apiKeyId }));

  it("is null until the client calls, then names tool, client and time of the first call for good", async () => {
    const { apiKey } = await create();
    expect(await first(apiKey.id)).toEqual({ firstCall: null });
    await callAs(apiKey, "list_tasks");
    await callAs(apiKey, "search_tasks");
    const { firstCall } = await first(apiKey.id);
    expect(firstCall).toMatchObject({ tool: "list_tasks", clientName: "cursor", clientVersion: "2.1" });
  });

  it("doesn't take a refused authentication for a call", async () => {
    const { apiKey } = await create();
    await append(await refusedAuthentication(apiKey));
    expect(await first(apiKey.id)).toEqual({ firstCall: null });
  });

  it("is not found for a foreign key, denied to a member, refused without an id", async () => {
    const { apiKey } = await create();
    const foreign = refusalOf(invoke(getFirstCall, userContext(other, "owner", null), { apiKeyId: apiKey.id }));
    expect(await foreign).toMatchObject({ code: "not_found" });
    const denied = refusalOf(invoke(getFirstCall, userContext(workspace, "member"), { apiKeyId: apiKey.id }));
    expect(await denied).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(invoke(getFirstCall, admin(), {}))).toMatchObject({ code: "validation" });
  });
});

describe("api_key.find_by_name", () => {
  it("finds the live key of a name in any case, never a revoked or foreign one", async () => {
    const { apiKey } = await create();
    const find = (ctx = admin()) => outputOf(invoke(findApiKeysByName, ctx, { name: apiKey.name.toUpperCase() }));
    expect((await find()).items.map(({ id }) => id)).toEqual([apiKey.id]);
    expect((await find(userContext(other, "owner", null))).items).toEqual([]);
    await revoke(apiKey.id);
    expect((await find()).items).toEqual([]);
  });

  it("is denied to a member and refuses an empty name", async () => {
    const denied = refusalOf(invoke(findApiKeysByName, userContext(workspace, "member"), { name: "a" }));
    expect(await denied).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(invoke(findApiKeysByName, admin(), { name: " " }))).toMatchObject({ code: "validation" });
  });
});

describe("api_key.revoke", () => {
  it("ends the key for good, with who, when, why and the change", async () => {
    const { apiKey } = await create();
    const ctx = admin();
    const outcome = await outputOf(invoke(revokeApiKey, ctx, { apiKeyId: apiKey.id, reason: " laptop was lost " }));
    expect(outcome.apiKey).toMatchObject({
      status: "revoked",
      revokedAt: ctx.now.toISOString(),
      revokedByName: workspace.users.admin.name,
      revokeReason: "laptop was lost",
      version: 2,
    });
    const [event] = await listAuditEvents(workspace, ctx.source.requestId);
    expect(event).toMatchObject({
      action: "api_key.revoke",
      effect: "destructive",
      status: "success",
      changes: [{ before: { status: "active" }, after: { status: "revoked", revokeReason: "laptop was lost" } }],
    });
  });

  it("answers the same a second time and changes nothing", async () => {
    const { apiKey } = await create();
    const before = await revoke(apiKey.id);
    const again = await invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id, reason: "another reason" });
    expect(again).toMatchObject({ status: "done", output: before, changes: [] });
  });

  it("changes once when many revoke at once", async () => {
    const { apiKey } = await create();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id })),
    );
    const changed = outcomes.filter((outcome) => outcome.status === "done" && outcome.changes.length > 0);
    expect(changed).toHaveLength(1);
    expect((await keyRow(apiKey.id))?.version).toBe(2);
  });

  it("revokes an expired key as well", async () => {
    const { apiKey } = await create();
    await expire(apiKey.id);
    expect((await revoke(apiKey.id)).apiKey.status).toBe("revoked");
  });

  it("leaves a foreign key untouched and calls it not found", async () => {
    const { apiKey } = await create();
    const before = await keyRow(apiKey.id);
    const stranger = userContext(other, "owner", null);
    expect(await refusalOf(invoke(revokeApiKey, stranger, { apiKeyId: apiKey.id }))).toMatchObject({
      code: "not_found",
    });
    expect(await keyRow(apiKey.id)).toEqual(before);
  });

  it.each(["member", "auditor"] as const)("is denied to a %s and leaves the key alive", async (role) => {
    const { apiKey } = await create();
    const denied = refusalOf(invoke(revokeApiKey, userContext(workspace, role, null), { apiKeyId: apiKey.id }));
    expect(await denied).toMatchObject({ code: "forbidden" });
    expect((await keyRow(apiKey.id))?.revoked_at).toBeNull();
  });

  it.each([{}, { apiKeyId: "x" }, { apiKeyId: UNKNOWN, reason: "x".repeat(501) }])("refuses %j", async (input) => {
    expect(await refusalOf(invoke(revokeApiKey, admin(), input))).toMatchObject({ code: "validation" });
  });

  it("rolls back a dry run", async () => {
    const { apiKey } = await create();
    await invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }, { mode: "dry_run" });
    expect((await keyRow(apiKey.id))?.revoked_at).toBeNull();
  });
});

async function refusedAuthentication(apiKey: { id: string; name: string; hint: string }) {
  const ctx = admin();
  return {
    id: newId(),
    occurredAt: new Date().toISOString(),
    workspaceId: workspace.id,
    environment: "development",
    action: "authentication.failed",
    effect: "read",
    channel: "mcp",
    tool: null,
    status: "denied",
    errorCode: "unauthenticated",
    errorReason: "key_wrong_secret",
    actor: {
      kind: "anonymous",
      id: null,
      name: "",
      user: null,
      credential: { kind: "api_key", ...apiKey },
      sessionId: null,
    },
    target: null,
    params: null,
    result: null,
    changes: null,
    reason: null,
    confirmation: null,
    idempotencyKey: null,
    source: ctx.source,
    durationUs: 0,
    foldedCount: 1,
  } as const;
}

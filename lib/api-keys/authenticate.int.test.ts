import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { permissionsOfRole, SCOPES } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { config, provideEnvironment } from "#lib/env/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask } from "#lib/tasks/index.ts";
import {
  authenticateApiKey,
  closeFailureWindows,
  createApiKey,
  drainLastUsed,
  getApiKey,
  noteUse,
  reassignApiKey,
  revokeApiKey,
  suspendApiKey,
} from "./index.ts";

import { generateToken } from "./token.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Acme"), createTestWorkspace("Other")]);
});

const admin = () => userContext(workspace, "admin", null);
const create = (input: object = {}, ctx = admin()) =>
  outputOf(
    invoke(createApiKey, ctx, {
      name: `cursor-${newId().slice(-12)}`,
      environment: "staging",
      access: "write",
      ...input,
    }),
  );
const from = (ip: string | null = "203.0.113.5") => ({ ip, userAgent: "probe/1", requestId: newId() });
const knock = (header: string | null, source = from()) => authenticateApiKey(header, source);
const bearer = (token: string) => `Bearer ${token}`;
const keyRow = (id: string) => superuserSql()`select * from api_keys where id = ${id}`.then(([row]) => row);
const setExpired = (id: string) => superuserSql()`update api_keys set expires_at = ${new Date()} where id = ${id}`;

/** The same key with another secret and a checksum that fits: who holds the key id and guesses. */
function forged(token: string): string {
  const keyId = token.split("_")[2] ?? "";
  const { token: fresh } = generateToken("staging");
  const body = fresh.replace(/^pst_stg_[^_]+_/, `pst_stg_${keyId}_`).slice(0, -6);
  return body + checksumOf(body);
}

describe("authenticateApiKey", () => {
  it("lets the key in as its own actor, with its workspace, owner, scopes and environment", async () => {
    const { apiKey, token } = await create({ access: "custom", scopes: ["tasks:read", "tasks:delete"] });
    const result = await knock(bearer(token));
    expect(result).toMatchObject({
      ok: true,
      workspace: { id: workspace.id, slug: workspace.slug },
      actor: {
        kind: "api_key",
        id: apiKey.id,
        name: apiKey.name,
        hint: apiKey.hint,
        environment: "staging",
        scopes: ["tasks:read", "tasks:delete"],
        owner: { id: workspace.users.admin.id },
      },
    });
    expect(result.ok && [...result.actor.permissions].toSorted()).toEqual([
      "self:confirm",
      "self:read",
      "tasks:delete",
      "tasks:read",
    ]);
  });

  it("takes the scheme in any case and more than one space (RFC 9110 §11.1)", async () => {
    const { token } = await create();
    for (const header of [`bearer ${token}`, `BEARER   ${token}`, `Bearer ${token}  `])
      expect(await knock(header)).toMatchObject({ ok: true });
  });

  it.each([null, "", "   "])("answers `missing` without a credential (%j)", async (header) => {
    expect(await knock(header)).toMatchObject({ ok: false, reason: "missing" });
  });

  it.each([
    "Basic dXNlcjpwYXNz",
    "Bearer",
    "Bearer a b",
    "Bearer sk-live-1",
    "pst_prod_x",
    `Bearer ${"x".repeat(9_000)}`,
  ])("answers `malformed` for what is no key of ours (%#)", async (header) => {
    expect(await knock(header)).toMatchObject({ ok: false, reason: "malformed" });
  });

  it("answers `wrong_checksum` for a typo, without asking the database", async () => {
    const { token } = await create();
    const typo = token.slice(0, -1) + (token.endsWith("a") ? "b" : "a");
    expect(await knock(bearer(typo))).toMatchObject({ ok: false, reason: "wrong_checksum" });
  });

  it("answers `unknown` for a well-formed key that nobody made", async () => {
    expect(await knock(bearer(generateToken("staging").token))).toMatchObject({ ok: false, reason: "unknown" });
  });

  it("answers `wrong_secret` to who knows the key id alone, in the words of an unknown key", async () => {
    const { token } = await create();
    const guessed = await knock(bearer(forged(token)));
    const unknown = await knock(bearer(generateToken("staging").token));
    expect(guessed).toMatchObject({ ok: false, reason: "wrong_secret" });
    expect(!guessed.ok && guessed.message).toBe(!unknown.ok && unknown.message);
  });

  it("tells who doesn't hold the secret nothing of a revocation or an expiry", async () => {
    const { apiKey, token } = await create();
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
    expect(await knock(bearer(forged(token)))).toMatchObject({ reason: "wrong_secret" });
  });

  it("answers `revoked` from the next request on", async () => {
    const { apiKey, token } = await create();
    expect(await knock(bearer(token))).toMatchObject({ ok: true });
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
    expect(await knock(bearer(token))).toMatchObject({ ok: false, reason: "revoked" });
  });

  it("answers `expired` at the moment of the expiry", async () => {
    const { apiKey, token } = await create({ expiresInSeconds: 60 });
    expect(await knock(bearer(token))).toMatchObject({ ok: true });
    await setExpired(apiKey.id);
    expect(await knock(bearer(token))).toMatchObject({ ok: false, reason: "expired" });
  });

  it("refuses a key whose pepper is gone as if its secret were wrong", async () => {
    const { token } = await create();
    const peppers = config()
      .keyPeppers.map(({ id, key }) => `${id}:${key.toString("base64")}`)
      .join(",");
    provideEnvironment({ POSTERN_KEY_PEPPER: peppers.replace(/^1:/, "9:") });
    try {
      expect(await knock(bearer(token))).toMatchObject({ ok: false, reason: "wrong_secret" });
    } finally {
      provideEnvironment({ POSTERN_KEY_PEPPER: peppers });
    }
  });

  it("has one constant message for each reason: nothing of the key, the token or the workspace", async () => {
    const { apiKey, token } = await create();
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
    const refusals = await Promise.all(
      [null, "Bearer x", bearer(forged(token)), bearer(token), bearer(generateToken("staging").token)].map((header) =>
        knock(header),
      ),
    );
    for (const refusal of refusals) {
      if (refusal.ok) throw new Error("expected a refusal");
      expect(refusal.message).toMatch(/^[A-Z][^<>{}]{10,90}\.$/);
      for (const secret of [apiKey.name, apiKey.id, token.slice(-49), workspace.slug, workspace.name])
        expect(refusal.message).not.toContain(secret);
    }
  });
});

describe("the owner's rights", () => {
  const owned = async (role: "admin" | "owner" = "admin") => {
    const space = await createTestWorkspace("Owned");
    const { apiKey, token } = await create({}, userContext(space, role, null));
    const permissions = async () => {
      const result = await knock(bearer(token));
      if (!result.ok) throw new Error(result.reason);
      return result.actor;
    };
    return { space, apiKey, token, permissions };
  };

  it("limit the key: what the owner has lost, the key has lost at the next request", async () => {
    const { space, permissions } = await owned();
    expect((await permissions()).permissions.has("tasks:write")).toBe(true);
    await superuserSql()`
      update memberships set role = 'auditor' where user_id = ${space.users.admin.id} and workspace_id = ${space.id}`;
    const actor = await permissions();
    expect(actor.scopes).toEqual(SCOPES);
    expect([...actor.permissions].toSorted()).toEqual(
      [...SCOPES.filter((scope) => permissionsOfRole("auditor").has(scope)), "self:read", "self:confirm"].toSorted(),
    );
  });

  it("are gone when the owner leaves: refused with 401 at the next request, on record, until it is given away", async () => {
    const { space, apiKey, token } = await owned();
    await superuserSql()`
      delete from memberships where user_id = ${space.users.admin.id} and workspace_id = ${space.id}`;
    expect(await knock(bearer(token))).toMatchObject({ ok: false, status: 401, reason: "owner_left" });
    const owner = userContext(space, "owner", null);
    expect(await outputOf(invoke(getApiKey, owner, { apiKeyId: apiKey.id }))).toMatchObject({
      apiKey: { hasOwnerLeft: true, status: "active", owner: { id: space.users.admin.id } },
    });
    const [event] = (await listAuditEvents(space)).filter(({ action }) => action === "authentication.failed");
    expect(event).toMatchObject({ status: "denied", errorReason: "key_owner_left", targetId: apiKey.id });
    const ownerUserId = space.users.owner.id;
    const { apiKey: given } = await outputOf(invoke(reassignApiKey, owner, { apiKeyId: apiKey.id, ownerUserId }));
    expect(given).toMatchObject({ hasOwnerLeft: false, owner: { id: ownerUserId } });
    expect(await knock(bearer(token))).toMatchObject({ ok: true });
  });

  it("are gone while the owner is disabled; nobody disabled can be given a key", async () => {
    const { space, apiKey, token } = await owned();
    await superuserSql()`update users set disabled_at = now() where id = ${space.users.admin.id}`;
    expect(await knock(bearer(token))).toMatchObject({ ok: false, status: 401, reason: "owner_left" });
    const owner = userContext(space, "owner", null);
    await outputOf(invoke(reassignApiKey, owner, { apiKeyId: apiKey.id, ownerUserId: null }));
    expect(await knock(bearer(token))).toMatchObject({ ok: true });
    const back = { apiKeyId: apiKey.id, ownerUserId: space.users.admin.id };
    expect(await refusalOf(invoke(reassignApiKey, owner, back))).toMatchObject({ details: { reason: "not_a_member" } });
  });

  it("say nothing of a key of the workspace itself, and nothing to who doesn't hold the secret", async () => {
    const machine = await create({ ownerUserId: null });
    expect(await knock(bearer(machine.token))).toMatchObject({ ok: true });
    expect(machine.apiKey.hasOwnerLeft).toBe(false);
    const { space, token } = await owned();
    await superuserSql()`delete from memberships where user_id = ${space.users.admin.id}`;
    expect(await knock(bearer(forged(token)))).toMatchObject({ ok: false, reason: "wrong_secret" });
  });

  it("never add to the key's scopes", async () => {
    const { token } = await create({ access: "read" });
    const result = await knock(bearer(token));
    expect(result.ok && result.actor.permissions.has("tasks:write")).toBe(false);
    expect(result.ok && result.actor.permissions.has("api_keys:manage")).toBe(false);
  });
});

describe("a revocation or suspension that is answered", () => {
  it.each([
    ["revoked", (apiKeyId: string) => outputOf(invoke(revokeApiKey, admin(), { apiKeyId }))],
    ["suspended", (apiKeyId: string) => outputOf(invoke(suspendApiKey, admin(), { apiKeyId }))],
  ])("stops a write that was let in before and is still under way: %s", async (reason, end) => {
    const { apiKey, token } = await create();
    const project = await outputOf(invoke(createProject, userContext(workspace, "owner", "staging"), { name: "Held" }));
    const letIn = await knock(bearer(token));
    if (!letIn.ok) throw new Error("refused");
    const ctx = { ...userContext(workspace, "owner", "staging"), actor: letIn.actor, channel: "mcp" } as const;
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { promise: holding, resolve: started } = Promise.withResolvers<void>();
    const holder = superuserSql().begin(async (sql) => {
      await sql`select 1 from projects where id = ${project.project.id} for update`;
      started();
      await held;
    });
    await holding;
    const write = refusalOf(invoke(createTask, ctx, { projectId: project.project.id, title: "Too late" }));
    await end(apiKey.id);
    release();
    await holder;
    expect(await write).toMatchObject({ code: "unauthenticated", details: { reason } });
    expect(await superuserSql()`select 1 from tasks where project_id = ${project.project.id}`).toHaveLength(0);
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      { action: "task.create", status: "denied", errorCode: "unauthenticated", errorReason: reason },
    ]);
  });

  it("lets none of many writes end after it", async () => {
    const { apiKey, token } = await create();
    const letIn = await knock(bearer(token));
    if (!letIn.ok) throw new Error("refused");
    const { actor } = letIn;
    const write = () =>
      invoke(createProject, { ...userContext(workspace, "owner", "staging"), actor, channel: "mcp" }, { name: "Many" });
    const writes = Promise.allSettled(Array.from({ length: 40 }, write));
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
    const count = async () =>
      (await superuserSql()`select 1 from audit_events where credential_id = ${apiKey.id} and status = 'success'`)
        .length;
    const done = await count();
    await writes;
    expect(await count()).toBe(done);
  });
});

describe("last used", () => {
  it("keeps when and from where, with one write for many calls of the same minute", async () => {
    const { apiKey, token } = await create();
    const use = async (ip: string) => {
      const result = await knock(bearer(token), from(ip));
      if (result.ok) noteUse(result.key, { ...from(ip), at: new Date(), client: null });
    };
    await Promise.all(Array.from({ length: 20 }, () => use("2001:db8::7")));
    await drainLastUsed();
    const first = await keyRow(apiKey.id);
    expect(first).toMatchObject({ last_used_ip: "2001:db8::7", last_used_user_agent: "probe/1", version: 1 });
    await use("203.0.113.99");
    await drainLastUsed();
    expect((await keyRow(apiKey.id))?.last_used_at).toEqual(first?.last_used_at);
  });
});

describe("refused authentication in the audit log", () => {
  const WINDOW_MS = 300_000;
  // The windows are those of the clock: one may end in the middle of a test.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: (Math.floor(Date.now() / WINDOW_MS) + 0.5) * WINDOW_MS });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const eventsOf = async (apiKeyId: string) =>
    (await listAuditEvents(workspace)).filter(
      ({ action, credentialId }) => action === "authentication.failed" && credentialId === apiKeyId,
    );

  it("opens a window with one event and closes it with one that has the count, from each address apart", async () => {
    const { apiKey, token } = await create();
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
    for (let call = 0; call < 12; call++) await knock(bearer(token), from("203.0.113.5"));
    await knock(bearer(token), from("203.0.113.6"));
    const opened = await eventsOf(apiKey.id);
    expect(opened.map(({ ip, foldedCount }) => [ip, foldedCount])).toEqual([
      ["203.0.113.5", 1],
      ["203.0.113.6", 1],
    ]);
    expect(opened[0]).toMatchObject({
      status: "denied",
      errorCode: "unauthenticated",
      errorReason: "key_revoked",
      environment: "staging",
      credentialName: apiKey.name,
      credentialHint: apiKey.hint,
      actorKind: "anonymous",
      userId: null,
    });
    await closeFailureWindows(new Date(Date.now() + 2 * WINDOW_MS));
    const closed = (await eventsOf(apiKey.id)).slice(2);
    // The window with a single refusal has said everything already.
    expect(closed.map(({ ip, foldedCount }) => [ip, foldedCount])).toEqual([["203.0.113.5", 12]]);
    await closeFailureWindows(new Date(Date.now() + 2 * WINDOW_MS));
    expect(await eventsOf(apiKey.id)).toHaveLength(3);
  });

  it("closes a window once when several instances try", async () => {
    const { apiKey, token } = await create();
    for (let call = 0; call < 3; call++) await knock(bearer(forged(token)));
    const later = new Date(Date.now() + 2 * WINDOW_MS);
    await Promise.all(Array.from({ length: 4 }, () => closeFailureWindows(later)));
    expect((await eventsOf(apiKey.id)).map(({ foldedCount }) => foldedCount)).toEqual([1, 3]);
    expect(await superuserSql()`select 1 from authentication_failures where api_key_id = ${apiKey.id}`).toHaveLength(0);
  });

  it("counts every refusal when many arrive at once, in one opening event", async () => {
    const { apiKey, token } = await create();
    await Promise.all(Array.from({ length: 25 }, () => knock(bearer(forged(token)))));
    expect(await eventsOf(apiKey.id)).toHaveLength(1);
    const [row] = await superuserSql()`select count from authentication_failures where api_key_id = ${apiKey.id}`;
    expect(row?.count).toBe(25);
  });

  it("writes no part of the token, and nothing into another workspace", async () => {
    const { apiKey, token } = await create();
    const guess = forged(token);
    await knock(bearer(guess));
    const [event] = await eventsOf(apiKey.id);
    expect(JSON.stringify(event)).not.toContain(guess.slice(-49, -6));
    expect(await listAuditEvents(other)).toHaveLength(0);
  });

  it("records no event for what belongs to no workspace", async () => {
    const source = from();
    for (const header of [null, "Bearer x", bearer(generateToken("staging").token)]) await knock(header, source);
    expect(await superuserSql()`select 1 from audit_events where request_id = ${source.requestId}`).toHaveLength(0);
  });

  it("answers 429 with the time to wait once a key and address failed thousands of times in a window", async () => {
    const { apiKey, token } = await create();
    const wrong = forged(token);
    await knock(bearer(wrong));
    await superuserSql()`update authentication_failures set count = 5000 where api_key_id = ${apiKey.id}`;
    const refusal = await knock(bearer(wrong));
    expect(refusal).toMatchObject({ ok: false, reason: "wrong_secret" });
    const seconds = refusal.ok ? 0 : (refusal.retryAfterSeconds ?? 0);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(300);
    expect(await knock(bearer(token), from("203.0.113.77"))).toMatchObject({ ok: true });
  });

  it("works without an address", async () => {
    const { apiKey, token } = await create();
    await knock(bearer(forged(token)), from(null));
    expect(await eventsOf(apiKey.id)).toMatchObject([{ ip: null, foldedCount: 1 }]);
  });
});

/** CRC-32 in Base62, written down a second time so that the format can't drift unnoticed. */
function checksumOf(body: string): string {
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  let crc = 0xffffffff;
  for (const byte of Buffer.from(body)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let text = "";
  for (let position = 0; position < 6; position++) {
    text = digits.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

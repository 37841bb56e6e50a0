import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { whoami } from "#lib/workspaces/index.ts";
import {
  authenticateApiKey,
  createApiKey,
  drainLastUsed,
  listApiKeys,
  previewSeveral,
  resumeApiKey,
  revokeApiKey,
  revokeSeveral,
  suspendApiKey,
  suspendSeveral,
} from "./index.ts";

let workspace: TestWorkspace;
let admin: Context;

beforeAll(async () => {
  workspace = await createTestWorkspace("Several");
  admin = userContext(workspace, "admin", null);
});

const create = (environment = "staging", input: object = {}) =>
  outputOf(
    invoke(createApiKey, admin, { name: `cursor-${newId().slice(-12)}`, environment, access: "read", ...input }),
  );
const make = async (count: number, environment = "staging", input: object = {}) => {
  const made = [];
  for (let index = 0; index < count; index += 1) made.push(await create(environment, input));
  return made;
};
const idsOf = (made: readonly { readonly apiKey: { readonly id: string } }[]) => made.map(({ apiKey }) => apiKey.id);
const revoke = (input: object, ctx = admin) => invoke(revokeSeveral, ctx, input);
const preview = (input: object, ctx = admin) => outputOf(invoke(previewSeveral, ctx, { change: "revoke", ...input }));
const knock = async (token: string) => {
  const answer = await authenticateApiKey(`Bearer ${token}`, { ip: null, userAgent: null, requestId: newId() });
  await drainLastUsed();
  return answer;
};
const rowsOf = (space: TestWorkspace) =>
  superuserSql()`select to_jsonb(k) as row from api_keys k where workspace_id = ${space.id} order by id`;

describe("api_key.revoke_many", () => {
  it("ends every key in one moment, with each one's change in the history and one event", async () => {
    const made = await make(3);
    const ids = idsOf(made);
    const outcome = await revoke({ apiKeyIds: [...ids, ids[0]], reason: "laptops were stolen" });
    expect(outcome).toMatchObject({ status: "done" });
    const { results } = await outputOf(Promise.resolve(outcome));
    expect(results).toHaveLength(3);
    expect(results.every(({ isChanged, status }) => isChanged && status === "revoked")).toBe(true);
    for (const { token } of made) expect(await knock(token)).toMatchObject({ ok: false, reason: "revoked" });
    const events = (await listAuditEvents(workspace)).filter(({ action }) => action === "api_key.revoke_many");
    expect(events).toHaveLength(1);
    const changes = await superuserSql()`
      select target_id, before, after from changes where workspace_id = ${workspace.id} and action = 'api_key.revoke_many'`;
    expect(changes.map(({ target_id: id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(changes[0]).toMatchObject({
      before: { status: "active" },
      after: { status: "revoked", revokeReason: "laptops were stolen" },
    });
  });

  it("asked twice, or at once by two, changes each key once and says so", async () => {
    const ids = idsOf(await make(4));
    const outcomes = await Promise.all([
      revoke({ apiKeyIds: ids, reason: "first" }),
      revoke({ apiKeyIds: ids.toReversed(), reason: "second" }),
    ]);
    const changed = outcomes.flatMap((outcome) => (outcome.status === "done" ? outcome.changes : []));
    expect(changed).toHaveLength(4);
    const again = await revoke({ apiKeyIds: ids });
    expect(again).toMatchObject({ status: "done", changes: [] });
    const { results } = await outputOf(Promise.resolve(again));
    expect(results.map(({ isChanged, status }) => [isChanged, status])).toEqual(ids.map(() => [false, "revoked"]));
  });

  it("wants the word for keys of production, and without it changes none of them, the others neither", async () => {
    const ids = idsOf([...(await make(1)), ...(await make(1, "production"))]);
    const before = await rowsOf(workspace);
    for (const confirmation of [undefined, "", "yes"]) {
      const refusal = await refusalOf(revoke({ apiKeyIds: ids, ...(confirmation !== undefined && { confirmation }) }));
      expect(refusal).toMatchObject({ code: "confirmation_required", details: { reason: "production_confirmation" } });
    }
    expect(await rowsOf(workspace)).toEqual(before);
    expect(await revoke({ apiKeyIds: ids, confirmation: "production" })).toMatchObject({ status: "done" });
    // Nothing of production is left to change.
    expect(await revoke({ apiKeyIds: ids })).toMatchObject({ status: "done", changes: [] });
  });

  it("finds an unknown or foreign key missing, and then changes nothing", async () => {
    const other = await createTestWorkspace("Elsewhere");
    const theirs = userContext(other, "admin", null);
    const foreign = await outputOf(
      invoke(createApiKey, theirs, { name: "cursor-laptop", environment: "staging", access: "read" }),
    );
    const [own] = idsOf(await make(1));
    const before = [await rowsOf(workspace), await rowsOf(other)];
    for (const id of [foreign.apiKey.id, newId()]) {
      for (const operation of [revokeSeveral, suspendSeveral]) {
        const refusal = await refusalOf(invoke(operation, admin, { apiKeyIds: [own, id] }));
        expect(refusal).toMatchObject({ code: "not_found" });
      }
      expect(
        await refusalOf(invoke(previewSeveral, admin, { change: "revoke", keys: { apiKeyIds: [id] } })),
      ).toMatchObject({ code: "not_found" });
    }
    expect([await rowsOf(workspace), await rowsOf(other)]).toEqual(before);
  });

  it("is for those who manage keys; the preview for all who see them", async () => {
    const apiKeyIds = idsOf(await make(1));
    for (const role of ["member", "auditor"] as const) {
      const ctx = userContext(workspace, role, null);
      expect(await refusalOf(revoke({ apiKeyIds }, ctx))).toMatchObject({ code: "forbidden" });
      expect(await refusalOf(invoke(suspendSeveral, ctx, { apiKeyIds }))).toMatchObject({ code: "forbidden" });
    }
    const auditor = userContext(workspace, "auditor", null);
    expect((await preview({ keys: { apiKeyIds } }, auditor)).apiKeyIds).toEqual(apiKeyIds);
    const member = userContext(workspace, "member", null);
    const denied = await refusalOf(invoke(previewSeveral, member, { change: "revoke", keys: { apiKeyIds } }));
    expect(denied).toMatchObject({ code: "forbidden" });
  });

  it.each([
    { apiKeyIds: [] },
    { apiKeyIds: ["one"] },
    { apiKeyIds: Array.from({ length: 1_001 }, () => newId()) },
    { apiKeyIds: [newId()], reason: "x".repeat(501) },
    {},
  ])("refuses what is no selection (%#)", async (input) => {
    expect(await refusalOf(revoke(input))).toMatchObject({ code: "validation" });
  });
});

describe("api_key.suspend_many", () => {
  it("stops what is live, leaves what was suspended or had ended, and each can be resumed by itself", async () => {
    const made = await make(3);
    const [live = "", suspended = "", ended = ""] = idsOf(made);
    await invoke(suspendApiKey, admin, { apiKeyId: suspended, reason: "before" });
    await invoke(revokeApiKey, admin, { apiKeyId: ended });
    const { results } = await outputOf(
      invoke(suspendSeveral, admin, { apiKeyIds: [live, suspended, ended], reason: "investigation" }),
    );
    expect(new Map(results.map(({ id, isChanged, status }) => [id, [isChanged, status]]))).toEqual(
      new Map([
        [live, [true, "suspended"]],
        [suspended, [false, "suspended"]],
        [ended, [false, "revoked"]],
      ]),
    );
    expect(await knock(made[0]?.token ?? "")).toMatchObject({ ok: false, reason: "suspended" });
    const [row] = await superuserSql()`select suspend_reason from api_keys where id = ${suspended}`;
    expect(row).toMatchObject({ suspend_reason: "before" });
    await invoke(resumeApiKey, admin, { apiKeyId: live });
    expect(await knock(made[0]?.token ?? "")).toMatchObject({ ok: true });
  });
});

describe("api_key.preview_many", () => {
  it("counts what a person's keys would break, the busiest first, and leaves out what has ended", async () => {
    const space = await createTestWorkspace("Preview");
    const ctx = userContext(space, "admin", null);
    const owner = space.users.member.id;
    const wishes = { access: "read", ownerUserId: owner };
    const keyOf = (name: string, environment: string) =>
      outputOf(invoke(createApiKey, ctx, { ...wishes, name, environment }));
    const quiet = await keyOf("cursor-quiet", "staging");
    const busy = await keyOf("cursor-busy", "production");
    const ended = await keyOf("cursor-ended", "production");
    await invoke(revokeApiKey, ctx, { apiKeyId: ended.apiKey.id });
    const letIn = await knock(busy.token);
    if (!letIn.ok) throw new Error("refused");
    const call = { ...ctx, environment: "production", actor: letIn.actor, channel: "mcp" } as const;
    for (const _ of [1, 2, 3]) await invoke(whoami, call, {});

    const seen = await preview({ keys: { filter: { owner } } }, ctx);
    expect(seen).toMatchObject({
      left: 0,
      environments: [
        { environment: "staging", keys: 1 },
        { environment: "production", keys: 1 },
      ],
      keysInUse: 1,
      callsIn24Hours: 3,
      lastCallAt: expect.any(String),
    });
    expect(seen.apiKeyIds.toSorted()).toEqual([quiet.apiKey.id, busy.apiKey.id].toSorted());
    expect(seen.busiest.map(({ name, callsIn24Hours }) => [name, callsIn24Hours])).toEqual([
      ["cursor-busy", 3],
      ["cursor-quiet", 0],
    ]);
    expect((await preview({ keys: { filter: { environment: "staging" } } }, ctx)).apiKeyIds).toEqual([quiet.apiKey.id]);
    expect((await preview({ keys: { filter: { status: "all" } } }, ctx)).apiKeyIds).toHaveLength(2);
    const all = { apiKeyIds: seen.apiKeyIds, confirmation: "production" };
    expect(await revoke(all, ctx)).toMatchObject({ status: "done" });
    expect(await preview({ keys: { filter: { owner } } }, ctx)).toMatchObject({ apiKeyIds: [], lastCallAt: null });
  });

  it("stops at a thousand keys and tells how many are left", async () => {
    const space = await createTestWorkspace("Thousands");
    const ctx = userContext(space, "admin", null);
    const { apiKey } = await outputOf(
      invoke(createApiKey, ctx, { name: "cursor-first", environment: "staging", access: "read" }),
    );
    await superuserSql()`
      insert into api_keys select (jsonb_populate_record(k, jsonb_build_object('id', gen_random_uuid(), 'key_id', 'k' || i || k.id,
        'name', 'cursor-' || i, 'line_id', gen_random_uuid()))).*
      from api_keys k, generate_series(1, 1200) i where k.id = ${apiKey.id}`;
    const seen = await preview({ keys: { filter: {} } }, ctx);
    expect([seen.apiKeyIds.length, seen.left]).toEqual([1_000, 201]);
    const { results } = await outputOf(revoke({ apiKeyIds: seen.apiKeyIds }, ctx));
    expect(results.filter(({ isChanged }) => isChanged)).toHaveLength(1_000);
    expect((await outputOf(invoke(listApiKeys, ctx, {}))).total).toBe(201);
  });
});

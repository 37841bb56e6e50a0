import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import {
  createApiKey,
  listApiKeyOwners,
  listApiKeys,
  previewSeveral,
  reassignApiKey,
  revokeApiKey,
  rotateApiKey,
  suspendApiKey,
} from "./index.ts";
import { STATUS_ORDER } from "./list-store.ts";
import { API_KEY_SORTS, API_KEY_STATUSES, type ApiKey, CLIENT_KINDS } from "./schemas.ts";

let workspace: TestWorkspace;
let ctx: Context;

const list = (input: object = {}, who = ctx) => outputOf(invoke(listApiKeys, who, { limit: 100, ...input }));
const namesOf = async (input: object) => (await list(input)).items.map(({ name }) => name).toSorted();

async function make(who: Context, name: string, input: object = {}): Promise<ApiKey> {
  const wishes = { name, environment: "staging", access: "read", ...input };
  return (await outputOf(invoke(createApiKey, who, wishes))).apiKey;
}

const backdate = (id: string, days: number) =>
  superuserSql()`update api_keys set created_at = now() - make_interval(days => ${days}) where id = ${id}`;

/** Every page, forwards; and from the last one back to the first. */
async function walk(input: object): Promise<{ forwards: string[]; backwards: string[] }> {
  const forwards: string[] = [];
  let page = await list({ ...input, limit: 7 });
  forwards.push(...page.items.map(({ id }) => id));
  while (page.nextCursor !== null) {
    page = await list({ ...input, limit: 7, cursor: page.nextCursor });
    forwards.push(...page.items.map(({ id }) => id));
  }
  const backwards = page.items.map(({ id }) => id);
  while (page.previousCursor !== null) {
    page = await list({ ...input, limit: 7, before: page.previousCursor });
    backwards.unshift(...page.items.map(({ id }) => id));
  }
  return { forwards, backwards };
}

describe("a list of keys in every state, many alike", () => {
  let own: TestWorkspace;
  let who: Context;
  const all = async (input: object) => walk({ ...input, status: "all" });

  beforeAll(async () => {
    own = await createTestWorkspace("Ties");
    who = userContext(own, "admin", null);
    ctx = who;
    for (const [index, status] of [...API_KEY_STATUSES, ...API_KEY_STATUSES, ...API_KEY_STATUSES].entries()) {
      const input = {
        environment: ENVIRONMENTS[index % ENVIRONMENTS.length],
        clientKind: CLIENT_KINDS[index % CLIENT_KINDS.length],
        ownerUserId: [own.users.owner.id, own.users.member.id, null][index % 3],
        ...(status === "expiring" && { expiresInSeconds: 3 * 86_400 }),
        ...(status === "expired" && { expiresInSeconds: 60 }),
        ...((status === "overdue" || status === "rotation_due") && { rotateEveryDays: 30 }),
      };
      const { id } = await make(who, `key-${String(index).padStart(2, "0")}`, input);
      const key = { apiKeyId: id };
      if (status === "overdue") await backdate(id, 40);
      if (status === "rotation_due") await backdate(id, 26);
      if (status === "rotating") await invoke(rotateApiKey, who, { ...key, overlapSeconds: 3_600 });
      if (status === "awaiting_approval")
        await superuserSql()`update api_keys set approval_requested_at = now() where id = ${id}`;
      if (status === "suspended") await invoke(suspendApiKey, who, key);
      if (status === "revoked") await invoke(revokeApiKey, who, key);
      if (status === "expired") await superuserSql()`update api_keys set expires_at = created_at where id = ${id}`;
      if (index % 2 === 0)
        await superuserSql()`update api_keys set last_used_at = '2026-11-20T10:00:00.123456Z' where id = ${id}`;
    }
  });

  it.each(API_KEY_SORTS.flatMap((sort) => [[sort, "asc"] as const, [sort, "desc"] as const]))(
    "by %s, %s, gives each key once on its pages, forwards and backwards",
    async (sort, direction) => {
      const expected = (await superuserSql()`select id from api_keys where workspace_id = ${own.id}`).map(
        ({ id }) => id,
      );
      const { forwards, backwards } = await all({ sort, direction });
      expect(forwards.toSorted()).toEqual(expected.toSorted());
      expect(backwards).toEqual(forwards);
    },
  );

  it.each(API_KEY_SORTS)("by %s is the other way round the other way", async (sort) => {
    const [up, down] = [await all({ sort, direction: "asc" }), await all({ sort, direction: "desc" })];
    expect(down.forwards).toEqual(up.forwards.toReversed());
  });

  it("puts the most urgent first, and knows every status", async () => {
    const { items } = await list({ sort: "status", direction: "asc", status: "all" });
    const ranks = items.map(({ status }) => STATUS_ORDER.indexOf(status as (typeof STATUS_ORDER)[number]));
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
    expect([...STATUS_ORDER].toSorted()).toEqual([...API_KEY_STATUSES].toSorted());
    expect(new Set(items.map(({ status }) => status))).toEqual(new Set(API_KEY_STATUSES));
  });

  it("orders by name without regard to case, by last use with the unused at the end, by the next rotation", async () => {
    const names = (await list({ sort: "name", direction: "asc", status: "all" })).items.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    const uses = (await list({ sort: "lastUsed", status: "all" })).items.map(({ lastUsedAt }) => lastUsedAt);
    expect(uses.indexOf(null)).toBe(uses.filter((use) => use !== null).length);
    const [next] = (await list({ sort: "rotation", direction: "asc" })).items;
    expect(next?.status).toBe("overdue");
  });

  it("counts what the filter finds, on every page", async () => {
    for (const filter of [
      { status: "all" },
      {},
      { environment: "production" },
      { owner: "workspace", status: "all" },
    ]) {
      const { total, items } = await list(filter);
      expect(total).toBe(items.length);
      expect((await list({ ...filter, limit: 1 })).total).toBe(total);
    }
  });

  it("filters by client, by owner and by what wants a rotation", async () => {
    for (const clientKind of CLIENT_KINDS) {
      const { items } = await list({ clientKind, status: "all" });
      expect(new Set(items.map((key) => key.clientKind))).toEqual(new Set([clientKind]));
    }
    const ofMember = await list({ owner: own.users.member.id, status: "all" });
    expect(new Set(ofMember.items.map(({ owner }) => owner?.id))).toEqual(new Set([own.users.member.id]));
    const ofNobody = await list({ owner: "workspace", status: "all" });
    expect(new Set(ofNobody.items.map(({ owner }) => owner))).toEqual(new Set([null]));
    const overdue = await list({ rotation: "overdue" });
    expect(new Set(overdue.items.map(({ status }) => status))).toEqual(new Set(["overdue"]));
    const soon = await list({ rotation: "within_7_days" });
    expect(new Set(soon.items.map(({ status }) => status))).toEqual(new Set(["overdue", "rotation_due"]));
    const none = await list({ rotation: "none" });
    expect(new Set(none.items.map(({ rotationDueAt }) => rotationDueAt))).toEqual(new Set([null]));
    expect(none.total).toBeGreaterThan(0);
  });

  it("tells whose keys there are, and how many of them live", async () => {
    const { items } = await outputOf(invoke(listApiKeyOwners, who, {}));
    expect(items.map(({ owner }) => owner?.id ?? null)).toEqual([null, own.users.member.id, own.users.owner.id]);
    for (const { owner, liveKeys } of items)
      expect((await list({ owner: owner?.id ?? "workspace" })).total).toBe(liveKeys);
  });
});

describe("a search", () => {
  beforeAll(async () => {
    workspace = await createTestWorkspace("Search");
    ctx = userContext(workspace, "admin", null);
  });

  it("finds by the hint as it is shown, whole or in part, and by the owner's name and address", async () => {
    const key = await make(ctx, "cursor-hinted", { environment: "production", ownerUserId: workspace.users.owner.id });
    await make(ctx, "cursor-other", { environment: "staging", ownerUserId: null });
    for (const query of [key.hint, key.hint.replace("…", "..."), "pst_prod", key.hint.slice(-4)])
      expect(await namesOf({ query }), query).toContain("cursor-hinted");
    expect(await namesOf({ query: "pst_prod_…" })).toEqual(["cursor-hinted"]);
    expect(await namesOf({ query: workspace.users.owner.name.toUpperCase() })).toEqual(["cursor-hinted"]);
    expect(await namesOf({ query: workspace.users.owner.email })).toEqual(["cursor-hinted"]);
    expect(await namesOf({ query: "pst_prod_…%" })).toEqual([]);
  });

  it("finds the live keys that nobody answers for", async () => {
    const { member } = workspace.users;
    const key = await make(ctx, "cursor-orphan", { ownerUserId: member.id });
    const ended = await make(ctx, "cursor-orphan-ended", { ownerUserId: member.id });
    await invoke(revokeApiKey, ctx, { apiKeyId: ended.id });
    await superuserSql()`delete from memberships where user_id = ${member.id}`;
    expect(await namesOf({ owner: "left", status: "all" })).toEqual(["cursor-orphan"]);
    const { items } = await outputOf(invoke(listApiKeyOwners, ctx, {}));
    expect(items.find(({ owner }) => owner?.id === member.id)).toMatchObject({ hasOwnerLeft: true, liveKeys: 1 });
    await invoke(reassignApiKey, ctx, { apiKeyId: key.id, ownerUserId: null });
    expect(await namesOf({ owner: "left" })).toEqual([]);
  });
});

describe("what nobody uses", () => {
  const use = (id: string, days: number) =>
    superuserSql()`update api_keys set last_used_at = now() - make_interval(days => ${days}) where id = ${id}`;

  beforeAll(async () => {
    workspace = await createTestWorkspace("Use");
    ctx = userContext(workspace, "admin", null);
    // Its age, and the days since it was last used: two things.
    for (const [name, age, used] of [
      ["old-busy", 400, 0],
      ["old-quiet", 400, 100],
      ["old-resting", 400, 45],
      ["old-unused", 400, null],
      ["new-unused", 10, null],
      ["new-busy", 10, 1],
    ] as const) {
      const { id } = await make(ctx, name, { environment: "development" });
      await backdate(id, age);
      if (used !== null) await use(id, used);
    }
  });

  it("is told apart from what is old, and from what was never used", async () => {
    expect(await namesOf({ unusedForDays: 90 })).toEqual(["old-quiet", "old-unused"]);
    expect(await namesOf({ unusedForDays: 30 })).toEqual(["old-quiet", "old-resting", "old-unused"]);
    expect(await namesOf({ unusedForDays: 7 })).toEqual(["new-unused", "old-quiet", "old-resting", "old-unused"]);
    expect(await namesOf({ isNeverUsed: true })).toEqual(["new-unused", "old-unused"]);
    expect(await namesOf({ isNeverUsed: false, unusedForDays: 90 })).toEqual(["old-quiet"]);
    expect((await list({ unusedForDays: 90, limit: 1 })).total).toBe(2);
    const selection = { change: "suspend", keys: { filter: { unusedForDays: 90 } } };
    expect((await outputOf(invoke(previewSeveral, ctx, selection))).apiKeyIds).toHaveLength(2);
  });

  it("is asked for in whole days", async () => {
    for (const input of [{ unusedForDays: 0 }, { unusedForDays: 1.5 }, { unusedForDays: "90" }, { isNeverUsed: "yes" }])
      expect(await refusalOf(invoke(listApiKeys, ctx, input))).toMatchObject({ code: "validation" });
  });
});

describe("a cursor", () => {
  it("is refused in another order, with its opposite, or made up", async () => {
    for (const index of [1, 2, 3]) await make(ctx, `cursor-paged-${index}`);
    const { nextCursor } = await list({ limit: 1, sort: "name", direction: "asc" });
    expect(nextCursor).not.toBeNull();
    const made = Buffer.from(JSON.stringify({ sort: "name", isDescending: false, value: "\0", id: newId() }));
    const wrong = [
      { sort: "name", direction: "desc", cursor: nextCursor },
      { sort: "lastUsed", direction: "asc", cursor: nextCursor },
      { sort: "name", direction: "asc", cursor: nextCursor, before: nextCursor },
      { sort: "name", direction: "asc", cursor: made.toString("base64url") },
      { sort: "colour" },
      { owner: "somebody" },
      { rotation: "soon" },
      { clientKind: "emacs" },
    ];
    for (const input of wrong) {
      const refusal = await refusalOf(invoke(listApiKeys, ctx, input));
      expect(refusal, JSON.stringify(input)).toMatchObject({ code: "validation" });
    }
  });

  it("of a very long name still leads on", async () => {
    for (const letter of ["a", "b"]) await make(ctx, letter + "🗝️".repeat(26));
    const { nextCursor } = await list({ limit: 1, sort: "name", direction: "asc" });
    expect((await list({ limit: 1, sort: "name", direction: "asc", cursor: nextCursor })).items).toHaveLength(1);
  });
});

it("is denied to members, who learn no owner either", async () => {
  const member = userContext(workspace, "auditor", null);
  expect((await outputOf(invoke(listApiKeyOwners, member, {}))).items).not.toHaveLength(0);
  const denied = userContext(workspace, "member", null);
  expect(await refusalOf(invoke(listApiKeyOwners, denied, {}))).toMatchObject({ code: "forbidden" });
  expect(await refusalOf(invoke(listApiKeyOwners, ctx, { limit: 1 }))).toMatchObject({ code: "validation" });
});

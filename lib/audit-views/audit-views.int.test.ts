import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import type { Role } from "#lib/authz/index.ts";
import { invoke, type Operation } from "#lib/kernel/index.ts";
import { removeMember } from "#lib/members/index.ts";
import { createAuditView, deleteAuditView, listAuditViews, updateAuditView } from "./index.ts";
import { MAX_VIEWS } from "./schemas.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Views"), createTestWorkspace("Other")]);
});

const UNKNOWN = "00000000-0000-7000-8000-000000000000";
const SEARCH = { query: "tool:create_*", range: "7d", from: null, to: null, showsBrowserReads: false } as const;
const as = (role: Role) => userContext(workspace, role, null);
const create = async (role: Role, name: string, isShared = false, search: object = SEARCH) =>
  (await outputOf(invoke(createAuditView, as(role), { name, isShared, search }))).view;
const namesFor = async (role: Role) =>
  (await outputOf(invoke(listAuditViews, as(role), {}))).items.map(({ name }) => name);

describe("audit_view.create", () => {
  it("keeps a private view for its owner alone, and a shared one for everybody who reads the log", async () => {
    const mine = await create("auditor", "Zeta of mine");
    const shared = await create("admin", "alpha for all", true);
    expect(mine).toMatchObject({ isShared: false, search: SEARCH, mayChange: true });
    expect(await namesFor("auditor")).toEqual(["alpha for all", "Zeta of mine"]);
    expect(await namesFor("owner")).toEqual(["alpha for all"]);
    const { items } = await outputOf(invoke(listAuditViews, as("auditor"), {}));
    expect(items.find(({ id }) => id === shared.id)?.mayChange).toBe(false);
    expect((await outputOf(invoke(listAuditViews, systemContext(workspace), {}))).items).toHaveLength(1);
    const events = (await listAuditEvents(workspace)).filter(({ targetId }) => targetId === mine.id);
    expect(events).toMatchObject([{ action: "audit_view.create", status: "success", targetLabel: "Zeta of mine" }]);
  });

  it("wants each name once for each owner, whatever its case, even at the same moment", async () => {
    await create("owner", "Twice");
    expect(await refusalOf(create("owner", "TWICE"))).toMatchObject({
      code: "conflict",
      details: { reason: "view_name_taken" },
    });
    await create("admin", "twice");
    const made = await Promise.allSettled([1, 2, 3].map(() => create("owner", "Race", true)));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it.each([
    { name: "" },
    { name: "x".repeat(61) },
    { search: { ...SEARCH, query: "colour:red" } },
    { search: { ...SEARCH, range: "2h" } },
    { search: { ...SEARCH, from: "2026-11-01T00:00:00Z" } },
    { search: { ...SEARCH, range: null } },
    { ownerUserId: UNKNOWN },
  ])("refuses %j", async (input) => {
    const call = invoke(createAuditView, as("owner"), { name: "Bad", isShared: false, search: SEARCH, ...input });
    expect(await refusalOf(call)).toMatchObject({ code: "validation" });
  });

  it("lets an auditor keep views, not share them, and a member neither", async () => {
    const refused = { code: "forbidden", details: { reason: "missing_permission" } };
    expect(await refusalOf(create("auditor", "For all", true))).toMatchObject(refused);
    expect(await refusalOf(create("member", "Own"))).toMatchObject(refused);
    expect(await refusalOf(invoke(listAuditViews, as("member"), {}))).toMatchObject(refused);
    const installation = { name: "Own", isShared: false, search: SEARCH };
    expect(await refusalOf(invoke(createAuditView, systemContext(workspace), installation))).toMatchObject({
      code: "validation",
    });
  });

  it("stops at the limit", async () => {
    const full = await createTestWorkspace("Full");
    const one = (name: string) =>
      invoke(createAuditView, userContext(full, "owner", null), { name, isShared: false, search: SEARCH });
    for (let view = 0; view < MAX_VIEWS; view++) await one(`View ${view}`);
    expect(await refusalOf(one("More"))).toMatchObject({ details: { reason: "too_many_views" } });
  });
});

describe("audit_view.update and delete", () => {
  it("rename and replace, one without the other, with what it was before", async () => {
    const { id } = await create("owner", "First name");
    const renamed = await outputOf(invoke(updateAuditView, as("owner"), { viewId: id, name: "Second name" }));
    expect(renamed.view).toMatchObject({ name: "Second name", search: SEARCH });
    const search = { ...SEARCH, query: "status:error", range: null, from: "2026-11-01T00:00:00.000Z" };
    const replaced = await invoke(updateAuditView, as("owner"), { viewId: id, search });
    expect(replaced).toMatchObject({
      output: { view: { name: "Second name", search } },
      changes: [{ before: { query: SEARCH.query }, after: { query: "status:error", range: null } }],
    });
    expect(
      await refusalOf(invoke(updateAuditView, as("owner"), { viewId: id, search: { ...search, query: "ip:x" } })),
    ).toMatchObject({ code: "validation" });
    await create("owner", "Third name");
    expect(await refusalOf(invoke(updateAuditView, as("owner"), { viewId: id, name: "third NAME" }))).toMatchObject({
      details: { reason: "view_name_taken" },
    });
    await outputOf(invoke(deleteAuditView, as("owner"), { viewId: id }));
    expect(await namesFor("owner")).not.toContain("Second name");
  });

  it("of a shared view are for whoever may share, its maker or not", async () => {
    const { id } = await create("admin", "Everybody's", true);
    for (const operation of [updateAuditView, deleteAuditView] as Operation[]) {
      expect(await refusalOf(invoke(operation, as("auditor"), { viewId: id }))).toMatchObject({ code: "forbidden" });
    }
    await outputOf(invoke(updateAuditView, as("owner"), { viewId: id, name: "Ours" }));
    await outputOf(invoke(deleteAuditView, as("owner"), { viewId: id }));
  });

  it("don't find another person's view, nor another workspace's", async () => {
    const { id } = await create("auditor", "Hidden");
    const strangers = [as("owner"), userContext(other, "owner", null), systemContext(workspace)];
    for (const ctx of strangers) {
      for (const operation of [updateAuditView, deleteAuditView] as Operation[]) {
        expect(await refusalOf(invoke(operation, ctx, { viewId: id }))).toMatchObject({ code: "not_found" });
      }
    }
    expect(await refusalOf(invoke(deleteAuditView, as("owner"), { viewId: UNKNOWN }))).toMatchObject({
      code: "not_found",
    });
    expect(await namesFor("auditor")).toContain("Hidden");
  });
});

describe("a person who leaves", () => {
  it("takes their own views with them and leaves the shared ones", async () => {
    const left = await createTestWorkspace("Left");
    const admin = userContext(left, "admin", null);
    for (const isShared of [true, false]) {
      await outputOf(invoke(createAuditView, admin, { name: "Theirs", isShared, search: SEARCH }));
    }
    await outputOf(invoke(removeMember, userContext(left, "owner", null), { userId: left.users.admin.id }));
    const rows = await superuserSql()`
      select owner_user_id from audit_views where workspace_id = ${left.id}`;
    expect([...rows]).toEqual([{ owner_user_id: null }]);
  });
});

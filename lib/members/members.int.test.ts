import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withoutWorkspace } from "#db/tenant.ts";
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
import { ROLES, type Role, SCOPES } from "#lib/authz/index.ts";
import { checkPassword, newId } from "#lib/crypto/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { findUserByEmail } from "#lib/people/index.ts";
import { addMember, changeMemberRole, listMembers, removeMember } from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  other = await createTestWorkspace("Other");
});

beforeEach(async () => {
  workspace = await createTestWorkspace("Acme");
});

const as = (role: Role, place = workspace) => userContext(place, role, null);
const freshEmail = () => `taylor.jordan-${newId().slice(-12)}@example.com`;
const rowsOf = ({ id }: TestWorkspace) =>
  superuserSql()`select * from memberships where workspace_id = ${id} order by user_id`;
const addAs = (role: Role, input: object) => invoke(addMember, as(role), input);
const changeAs = (role: Role, who: Role, to: Role, version = 1) =>
  invoke(changeMemberRole, as(role), { userId: workspace.users[who].id, role: to, version });
const removeAs = (role: Role, userId: string) => invoke(removeMember, as(role), { userId });

describe("member.list", () => {
  it.each(ROLES)("shows a %s who belongs to the workspace, by name, and nobody else", async (role) => {
    const { items } = await outputOf(invoke(listMembers, as(role), {}));
    expect(items.map(({ email }) => email)).toEqual(
      ["admin", "auditor", "member", "owner"].map((name) => workspace.users[name as Role].email),
    );
  });

  it("is closed to API keys, whatever their scopes", async () => {
    const error = await refusalOf(invoke(listMembers, keyContext(workspace, "production", SCOPES), {}));
    expect(error.code).toBe("forbidden");
  });
});

describe("member.add", () => {
  it("makes a new person with a generated password that must be changed, and tells it in no record", async () => {
    const email = freshEmail();
    const ctx = as("admin");
    const added = await outputOf(invoke(addMember, ctx, { email: ` ${email.toUpperCase()} `, role: "member" }));
    expect(added.member).toMatchObject({ email, role: "member", version: 1 });
    expect(added.member.name).toMatch(/^Taylor Jordan/);
    const password = added.generatedPassword ?? "";
    expect(password.length).toBeGreaterThanOrEqual(20);
    const user = await withoutWorkspace((db) => findUserByEmail(db, email));
    expect(user?.mustChangePassword).toBe(true);
    expect(await checkPassword(user?.passwordHash ?? null, password)).toMatchObject({ isValid: true });
    const events = await listAuditEvents(workspace, ctx.source.requestId);
    expect(events).toMatchObject([{ action: "member.add", status: "success", targetLabel: added.member.name }]);
    expect(JSON.stringify([events, await listChanges(workspace)])).not.toContain(password);
  });

  it("keeps the address out of what is recorded, of a refused call as well: the person is named by id and name", async () => {
    const email = freshEmail();
    const { member } = await outputOf(addAs("admin", { email, name: "Taylor Jordan", role: "member" }));
    await refusalOf(addAs("admin", { email, role: "admin" }));
    await refusalOf(addAs("member", { email, role: "member" }));
    await outputOf(removeAs("admin", member.id));
    const events = await listAuditEvents(workspace);
    expect(events.map(({ action, status, params }) => ({ action, status, email: (params as { email?: string }).email })))
      // biome-ignore format: a table
      .toEqual([
      { action: "member.add", status: "success", email: "[redacted]" },
      { action: "member.add", status: "error", email: "[redacted]" },
      { action: "member.add", status: "denied", email: "[redacted]" },
      { action: "member.remove", status: "success", email: undefined },
    ]);
    expect(events[0]).toMatchObject({ targetId: member.id, targetLabel: "Taylor Jordan" });
    expect(JSON.stringify([events, await listChanges(workspace)])).not.toContain(email);
  });

  it("adds somebody whom the admin works with elsewhere as they are: no new password, their own name", async () => {
    const elsewhere = await createTestWorkspace("Elsewhere");
    const { email, name, id } = elsewhere.users.member;
    await invoke(addMember, systemContext(elsewhere), { email: workspace.users.admin.email, role: "member" });
    const before = await withoutWorkspace((db) => findUserByEmail(db, email));
    const added = await outputOf(addAs("admin", { email, name: "Somebody Else", role: "auditor" }));
    expect(added).toMatchObject({ member: { id, name, role: "auditor" }, generatedPassword: null });
    expect(await withoutWorkspace((db) => findUserByEmail(db, email))).toEqual(before);
    expect(await rowsOf(elsewhere)).toHaveLength(5);
  });

  it("lets in nobody who holds an account made by strangers: only the operator knows whose it is", async () => {
    const { email, id } = other.users.auditor;
    for (const role of ["admin", "owner"] as const) {
      const error = await refusalOf(addAs(role, { email, role: "member" }));
      expect(error).toMatchObject({ code: "forbidden", details: { reason: "belongs_elsewhere" } });
      expect(JSON.stringify(error.details) + error.message).not.toContain(other.users.auditor.name);
    }
    expect(await rowsOf(workspace)).toHaveLength(4);
    const added = await outputOf(invoke(addMember, systemContext(workspace), { email, role: "member" }));
    expect(added).toMatchObject({ member: { id }, generatedPassword: null });
  });

  it("gives somebody who belongs nowhere a new password, and ends what was signed in with the old one", async () => {
    const email = freshEmail();
    const first = await outputOf(invoke(addMember, as("admin", other), { email, role: "member" }));
    const { id } = first.member;
    await superuserSql()`update users set must_change_password = false where id = ${id}`;
    await superuserSql()`insert into sessions (id, user_id, expires_at) values (${newId()}, ${id}, now() + interval '1 day')`;
    await invoke(removeMember, as("admin", other), { userId: id });
    const second = await outputOf(addAs("admin", { email, role: "admin" }));
    expect(second.member.id).toBe(id);
    const user = await withoutWorkspace((db) => findUserByEmail(db, email));
    expect(user?.mustChangePassword).toBe(true);
    const check = (password: string | null) => checkPassword(user?.passwordHash ?? null, password ?? "");
    expect((await check(first.generatedPassword)).isValid).toBe(false);
    expect((await check(second.generatedPassword)).isValid).toBe(true);
    expect(await superuserSql()`select 1 from sessions where user_id = ${id} and revoked_at is null`).toHaveLength(0);
  });

  it("refuses who is a member already, at the field", async () => {
    const error = await refusalOf(addAs("owner", { email: workspace.users.member.email, role: "admin" }));
    expect(error).toMatchObject({ code: "conflict", details: { reason: "already_member" } });
    expect(Object.keys(error.details.fieldErrors ?? {})).toEqual(["email"]);
    expect((await rowsOf(workspace)).find(({ user_id }) => user_id === workspace.users.member.id)?.role).toBe("member");
  });

  it("adds a person once when two admins do it at the same moment", async () => {
    const email = freshEmail();
    const results = await Promise.allSettled([
      addAs("admin", { email, role: "member" }),
      addAs("owner", { email, role: "member" }),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await rowsOf(workspace)).toHaveLength(5);
  });

  it.each([
    ["email", { email: "nobody", role: "member" }],
    ["email", { role: "member" }],
    ["role", { email: "a@example.com", role: "king" }],
    ["role", { email: "a@example.com" }],
    ["name", { email: "a@example.com", role: "member", name: "x".repeat(121) }],
    ["", { email: "a@example.com", role: "member", isAdmin: true }],
  ])("refuses a wrong %s", async (field, input) => {
    const error = await refusalOf(addAs("owner", input));
    expect(error.code).toBe("validation");
    expect(Object.keys(error.details.fieldErrors ?? {})).toEqual([field]);
    expect(await rowsOf(workspace)).toHaveLength(4);
  });

  it.each(["member", "auditor"] as const)("is closed to a %s, and the attempt is recorded", async (role) => {
    const ctx = as(role);
    const error = await refusalOf(invoke(addMember, ctx, { email: freshEmail(), role: "member" }));
    expect(error.code).toBe("forbidden");
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      { action: "member.add", status: "denied", errorReason: "missing_permission" },
    ]);
  });

  it("lets only owners make owners", async () => {
    const error = await refusalOf(addAs("admin", { email: freshEmail(), role: "owner" }));
    expect(error).toMatchObject({ code: "forbidden", details: { reason: "owner_only" } });
    expect((await outputOf(addAs("owner", { email: freshEmail(), role: "owner" }))).member.role).toBe("owner");
  });
});

describe("member.change_role", () => {
  it("changes the role, raises the version and records before and after", async () => {
    const ctx = as("admin");
    const input = { userId: workspace.users.member.id, role: "auditor", version: 1 };
    const { member } = await outputOf(invoke(changeMemberRole, ctx, input));
    expect(member).toMatchObject({ role: "auditor", version: 2 });
    expect(await listChanges(workspace)).toMatchObject([
      { action: "member.change_role", before: { role: "member" }, after: { role: "auditor" } },
    ]);
  });

  it("changes nothing when the role is the one they have", async () => {
    expect((await outputOf(changeAs("admin", "member", "member"))).member.version).toBe(1);
    expect(await listChanges(workspace)).toEqual([]);
  });

  it("refuses a stale version and tells the current state", async () => {
    await changeAs("owner", "member", "admin");
    const error = await refusalOf(changeAs("owner", "member", "auditor", 1));
    expect(error).toMatchObject({
      code: "conflict",
      details: { reason: "stale_version", current: { role: "admin", version: 2 } },
    });
  });

  it("lets one of two changes that were decided on the same version through", async () => {
    const results = await Promise.allSettled([
      changeAs("owner", "member", "admin"),
      changeAs("admin", "member", "auditor"),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await rowsOf(workspace)).find(({ user_id }) => user_id === workspace.users.member.id)?.version).toBe(2);
  });

  it.each([
    ["takes the role of an owner", "owner", "member"],
    ["makes an owner", "member", "owner"],
    ["makes themselves an owner", "admin", "owner"],
  ] as const)("refuses an admin who %s", async (_what, who, to) => {
    const before = await rowsOf(workspace);
    expect(await refusalOf(changeAs("admin", who, to))).toMatchObject({
      code: "forbidden",
      details: { reason: "owner_only" },
    });
    expect(await rowsOf(workspace)).toEqual(before);
  });

  it.each(["member", "auditor"] as const)("is closed to a %s, also about themselves", async (role) => {
    expect((await refusalOf(changeAs(role, role, "admin"))).code).toBe("forbidden");
  });

  it("keeps the last owner an owner", async () => {
    const error = await refusalOf(changeAs("owner", "owner", "member"));
    expect(error).toMatchObject({ code: "conflict", details: { reason: "last_owner" } });
  });

  it("refuses an unknown role and an id that is none", async () => {
    const input = { userId: workspace.users.member.id, role: "king", version: 1 };
    expect((await refusalOf(invoke(changeMemberRole, as("owner"), input))).code).toBe("validation");
    const noId = { ...input, role: "member", userId: "1" };
    expect((await refusalOf(invoke(changeMemberRole, as("owner"), noId))).code).toBe("validation");
  });
});

describe("member.remove", () => {
  it("takes the person out of this workspace and leaves the account, and what others have of it", async () => {
    const { email, id } = other.users.auditor;
    await invoke(addMember, systemContext(workspace), { email, role: "member" });
    const { removed } = await outputOf(removeAs("admin", id));
    expect(removed).toEqual({ id, name: other.users.auditor.name });
    expect(await rowsOf(workspace)).toHaveLength(4);
    expect(await rowsOf(other)).toHaveLength(4);
    expect(await withoutWorkspace((db) => findUserByEmail(db, email))).not.toBeNull();
    expect((await listChanges(workspace)).at(-1)).toMatchObject({
      action: "member.remove",
      before: { name: other.users.auditor.name },
      after: null,
    });
  });

  it("finds nobody twice", async () => {
    await removeAs("owner", workspace.users.member.id);
    expect((await refusalOf(removeAs("owner", workspace.users.member.id))).code).toBe("not_found");
  });

  it("keeps the last owner, and lets one of two go, not both", async () => {
    const { id } = workspace.users.owner;
    expect(await refusalOf(removeAs("owner", id))).toMatchObject({ details: { reason: "last_owner" } });
    await changeAs("owner", "admin", "owner");
    const results = await Promise.allSettled([removeAs("owner", id), removeAs("owner", workspace.users.admin.id)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await rowsOf(workspace)).filter(({ role }) => role === "owner")).toHaveLength(1);
  });

  it("refuses an admin who removes an owner, and everybody without the right", async () => {
    expect(await refusalOf(removeAs("admin", workspace.users.owner.id))).toMatchObject({ code: "forbidden" });
    expect((await refusalOf(removeAs("member", workspace.users.auditor.id))).code).toBe("forbidden");
    expect((await refusalOf(removeAs("auditor", workspace.users.auditor.id))).code).toBe("forbidden");
    expect(await rowsOf(workspace)).toHaveLength(4);
  });
});

describe("a member of another workspace", () => {
  it("is not found, the same as nobody at all, and stays untouched", async () => {
    const before = await rowsOf(other);
    for (const userId of [other.users.member.id, newId()]) {
      const change = invoke(changeMemberRole, as("owner"), { userId, role: "auditor", version: 1 });
      const errors = [await refusalOf(change), await refusalOf(removeAs("owner", userId))];
      expect(errors.map(({ code, message }) => [code, message])).toEqual([
        ["not_found", "There is no such member."],
        ["not_found", "There is no such member."],
      ]);
    }
    expect(await rowsOf(other)).toEqual(before);
  });
});

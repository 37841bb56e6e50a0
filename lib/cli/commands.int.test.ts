import { describe, expect, it } from "vitest";
import { createTestWorkspace, keyContext, listAuditEvents, outputOf, superuserSql } from "#db/testing/index.ts";
import { authenticateApiKey } from "#lib/api-keys/index.ts";
import { SCOPES } from "#lib/authz/index.ts";
import { checkPassword } from "#lib/crypto/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { listProjects } from "#lib/projects/index.ts";
import { runCommandLine } from "./run-command-line.ts";

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function run(...argv: string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    readInput: async () => "given on standard input\n",
  });
  return { status, out: out.join(""), err: err.join("") };
}

async function json<T = Record<string, never>>(...argv: string[]): Promise<T> {
  const { status, out, err } = await run(...argv, "--json");
  expect(err).not.toMatch(/^error|Failed/);
  expect(status).toBe(0);
  return JSON.parse(out) as T;
}

const unique = () => Math.random().toString(36).slice(2, 10);

describe("workspace create", () => {
  it("makes the workspace and its owner, with a password for somebody new", async () => {
    const slug = `made-${unique()}`;
    const email = `${slug}@example.com`;
    const made = await json<{ workspace: { id: string }; owner: Record<string, string> }>(
      ...["workspace", "create", "--name", "Made", "--slug", slug, "--owner", email],
    );
    expect(made).toEqual({
      workspace: { id: expect.any(String), slug, name: "Made" },
      owner: { id: expect.any(String), email, password: expect.any(String) },
    });
    const [event] = await listAuditEvents(made.workspace);
    expect(event).toMatchObject({
      action: "workspace.create",
      channel: "cli",
      actorName: "operator",
      status: "success",
    });
    expect(JSON.stringify(event)).not.toContain(made.owner.password);
  });

  it("gives no password for somebody who is known, and leaves theirs alone", async () => {
    const workspace = await createTestWorkspace();
    const slug = `again-${unique()}`;
    const { email, id } = workspace.users.owner;
    const made = await json("workspace", "create", "--name", "Again", "--slug", slug, "--owner", email);
    expect(made.owner).toEqual({ id, email });
  });

  it("refuses a slug that is taken", async () => {
    const { slug } = await createTestWorkspace();
    const { status, out, err } = await run(
      "workspace",
      "create",
      "--name",
      "X",
      "--slug",
      slug,
      "--owner",
      "x@example.com",
    );
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain("is taken");
  });
});

describe("user", () => {
  it("creates a member with the role and a generated password", async () => {
    const workspace = await createTestWorkspace();
    const email = `auditor-${unique()}@example.com`;
    const made = await json("user", "create", "--email", email, "--workspace", workspace.slug, "--role", "auditor");
    expect(made).toEqual({ id: expect.any(String), email, password: expect.any(String) });
    const { items } = await json<{ items: unknown[] }>("user", "list", "--workspace", workspace.slug);
    expect(items).toContainEqual(expect.objectContaining({ id: made.id, role: "auditor" }));
  });

  it("sets a password that must be changed, ends every session and tells every workspace of the person", async () => {
    const first = await createTestWorkspace();
    const second = await createTestWorkspace();
    const { id, email } = first.users.member;
    await run("user", "create", "--email", email, "--workspace", second.slug, "--role", "member");
    const sql = superuserSql();
    await sql`insert into sessions (id, user_id, expires_at) values (gen_random_uuid(), ${id}, now() + interval '1 day')`;
    const { password } = await json<{ password: string }>("user", "set-password", "--email", email.toUpperCase());
    const [user] = await sql`select * from users where id = ${id}`;
    expect(user?.must_change_password).toBe(true);
    expect((await checkPassword(user?.password_hash, password)).isValid).toBe(true);
    expect(await sql`select 1 from sessions where user_id = ${id} and revoked_at is null`).toHaveLength(0);
    for (const workspace of [first, second]) {
      const event = (await listAuditEvents(workspace)).at(-1);
      expect(event).toMatchObject({ action: "member.set_password", targetId: id, status: "success" });
      expect(JSON.stringify(event)).not.toContain(password);
    }
  });

  it("takes a password from standard input without printing it", async () => {
    const workspace = await createTestWorkspace();
    const { email, id } = workspace.users.member;
    const { status, out } = await run("user", "set-password", "--email", email, "--password-stdin", "--json");
    expect({ status, answer: JSON.parse(out) }).toEqual({ status: 0, answer: { id, email } });
    const [user] = await superuserSql()`select password_hash from users where id = ${id}`;
    expect((await checkPassword(user?.password_hash, "given on standard input")).isValid).toBe(true);
  });

  it.each([
    [
      ["user", "create", "--email", "a@example.com", "--workspace", "nowhere", "--role", "member"],
      1,
      /no workspace "nowhere"/,
    ],
    [["user", "create", "--email", "a@example.com", "--workspace", "nowhere", "--role", "king"], 2, /owner, admin/],
    [["user", "set-password", "--email", "nobody@example.com"], 1, /nobody with the e-mail/],
  ])("refuses %j", async (argv, status, reason) => {
    const ran = await run(...argv);
    expect(ran).toMatchObject({ status, out: "" });
    expect(ran.err).toMatch(reason);
  });
});

describe("key", () => {
  it("creates a key that works, belongs to nobody, and is shown once", async () => {
    const workspace = await createTestWorkspace();
    const flags = ["--workspace", workspace.slug, "--environment", "staging", "--expires-in", "30d"];
    const made = await json<{ id: string; token: string; expiresAt: string }>(
      ...["key", "create", ...flags, "--name", "ci-runner", "--scopes", "tasks:read,tasks:write,tasks:read"],
    );
    expect(made).toEqual({
      id: expect.any(String),
      name: "ci-runner",
      environment: "staging",
      scopes: ["tasks:read", "tasks:write"],
      hint: expect.stringMatching(/^pst_stg_….{4}$/),
      token: expect.stringMatching(/^pst_stg_/),
      expiresAt: expect.any(String),
      status: "active",
    });
    expect(Date.parse(made.expiresAt) - Date.now()).toBeGreaterThan(29.9 * DAY_MS);
    const source = { ip: "192.0.2.1", userAgent: null, requestId: "r" };
    expect(await authenticateApiKey(`Bearer ${made.token}`, source)).toMatchObject({
      ok: true,
      actor: { owner: null },
    });
    const { items } = await json<{ items: unknown[] }>("key", "list", "--workspace", workspace.slug);
    expect(items).toEqual([expect.objectContaining({ id: made.id, status: "active" })]);
    expect(JSON.stringify(items)).not.toContain(made.token);
  });

  it("gives read access every read scope, and write access every scope", async () => {
    const { slug } = await createTestWorkspace();
    const common = ["key", "create", "--workspace", slug, "--environment", "development"];
    const reader = await json(...common, "--name", "reader", "--access", "read");
    const writer = await json(...common, "--name", "writer", "--access", "write");
    expect(reader.scopes).toEqual(SCOPES.filter((scope) => scope.endsWith(":read")));
    expect(writer.scopes).toEqual(SCOPES);
    expect(writer.expiresAt).toBeNull();
  });

  it("revokes by name and by id, and lists revoked keys only with --all", async () => {
    const workspace = await createTestWorkspace();
    const common = ["--workspace", workspace.slug];
    for (const name of ["one-key", "two-key"]) {
      await run("key", "create", ...common, "--environment", "production", "--name", name, "--access", "read");
    }
    const revoked = await json("key", "revoke", ...common, "--name", "ONE-key", "--reason", "laptop lost");
    expect(revoked).toMatchObject({ name: "one-key", status: "revoked", revokeReason: "laptop lost" });
    const { items } = await json<{ items: { id: string; name: string }[] }>("key", "list", ...common);
    expect(items.map(({ name }) => name)).toEqual(["two-key"]);
    await json("key", "revoke", ...common, "--id", items[0]?.id ?? "");
    const all = await json<{ items: unknown[] }>("key", "list", ...common, "--all");
    expect(all.items).toHaveLength(2);
    const event = (await listAuditEvents(workspace)).find(({ action }) => action === "api_key.revoke");
    expect(event).toMatchObject({ reason: "laptop lost", channel: "cli" });
  });

  it("refuses a name that two live keys have, listing both, and revokes neither", async () => {
    const workspace = await createTestWorkspace();
    const common = ["--workspace", workspace.slug];
    const make = () =>
      json<{ id: string }>(
        "key",
        "create",
        ...common,
        "--environment",
        "staging",
        "--name",
        "twin-key",
        "--access",
        "read",
      );
    const first = await make();
    // What a rotation leaves: the successor has the name, the predecessor still works.
    await superuserSql()`update api_keys set name_released_at = now() where id = ${first.id}`;
    await superuserSql()`update api_keys set name = 'other-key' where id = ${first.id}`;
    const second = await make();
    await superuserSql()`update api_keys set name = 'twin-key' where id = ${first.id}`;
    const { status, err } = await run("key", "revoke", ...common, "--name", "twin-key");
    expect(status).toBe(1);
    expect(err).toContain(first.id);
    expect(err).toContain(second.id);
    const { items } = await json<{ items: unknown[] }>("key", "list", ...common);
    expect(items).toHaveLength(2);
  });

  it("pages through more keys than an operation gives at once", async () => {
    const { slug } = await createTestWorkspace();
    for (const name of ["a-key", "b-key", "c-key"]) {
      await run("key", "create", "--workspace", slug, "--environment", "staging", "--name", name, "--access", "read");
    }
    const first = await json<{ items: { name: string }[]; nextCursor: string }>(
      "key",
      "list",
      "--workspace",
      slug,
      "--limit",
      "2",
    );
    expect(first.items.map(({ name }) => name)).toEqual(["c-key", "b-key"]);
    const rest = await json<{ items: { name: string }[]; nextCursor: null }>(
      ...["key", "list", "--workspace", slug, "--cursor", first.nextCursor],
    );
    expect(rest.items.map(({ name }) => name)).toEqual(["a-key"]);
    expect(rest.nextCursor).toBeNull();
  });

  it.each([
    ["neither scopes nor access", [], 2],
    ["both", ["--access", "read", "--scopes", "tasks:read"], 2],
    ["an unknown scope", ["--scopes", "tasks:read,everything"], 2],
    ["an unknown environment", ["--environment", "prod", "--access", "read"], 2],
    ["a bad duration", ["--access", "read", "--expires-in", "3w"], 2],
    ["a life of seconds", ["--access", "read", "--expires-in", "5s"], 1],
  ])("refuses %s", async (_, flags, status) => {
    const { slug } = await createTestWorkspace();
    const base = ["key", "create", "--workspace", slug, "--environment", "staging", "--name", "x-y"];
    expect(await run(...base, ...flags)).toMatchObject({ status, out: "" });
    expect((await json<{ items: unknown[] }>("key", "list", "--workspace", slug)).items).toEqual([]);
  });
});

describe("audit search", () => {
  it("finds what was done, newest first, in the shape that scripts depend on", async () => {
    const { slug } = await createTestWorkspace();
    await run("key", "create", "--workspace", slug, "--environment", "staging", "--name", "x-y", "--access", "read");
    await run("key", "revoke", "--workspace", slug, "--name", "x-y");
    const { items, nextCursor } = await json<{ items: Record<string, unknown>[]; nextCursor: string | null }>(
      ...["audit", "search", "--workspace", slug, "--limit", "1", "--action", "api_key.revoke"],
    );
    expect(nextCursor).toBeNull();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      id: expect.any(String),
      occurredAt: expect.any(String),
      action: "api_key.revoke",
      tool: null,
      status: "success",
      errorCode: null,
      credential: null,
      actor: { kind: "system", name: "operator" },
      environment: null,
      channel: "cli",
      ip: null,
      userAgent: "postern-cli",
      requestId: expect.any(String),
      durationMs: expect.any(Number),
    });
    for (const field of [
      "params",
      "result",
      "changes",
      "reason",
      "errorReason",
      "clientName",
      "traceId",
      "foldedCount",
    ]) {
      expect(items[0]).toHaveProperty(field);
    }
  });

  it("tells with which credential a call was made", async () => {
    const workspace = await createTestWorkspace();
    const ctx = keyContext(workspace, "staging", ["projects:read"], "list_projects");
    await outputOf(invoke(listProjects, ctx, {}));
    const { items } = await json<{ items: Record<string, unknown>[] }>(
      ...["audit", "search", "--workspace", workspace.slug, "--query", "tool:list_projects"],
    );
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      tool: "list_projects",
      environment: "staging",
      channel: "mcp",
      status: "success",
    });
    const id = "id" in ctx.actor ? ctx.actor.id : null;
    expect(items[0]?.credential).toEqual({ kind: "api_key", id, name: "claude-desktop-test", hint: "pst_test…0000" });
  });

  it("narrows by text and status, and records the look itself", async () => {
    const workspace = await createTestWorkspace();
    const { slug } = workspace;
    await run(
      "key",
      "create",
      "--workspace",
      slug,
      "--environment",
      "staging",
      "--name",
      "needle-key",
      "--access",
      "read",
    );
    await run("key", "revoke", "--workspace", slug, "--id", workspace.id);
    const found = await json<{ items: { action: string }[] }>(
      "audit",
      "search",
      "--workspace",
      slug,
      "--query",
      "needle-key",
    );
    expect(found.items.map(({ action }) => action)).toContain("api_key.create");
    const failed = await json<{ items: { errorCode: string }[] }>(
      "audit",
      "search",
      "--workspace",
      slug,
      "--status",
      "error",
    );
    expect(failed.items.map(({ errorCode }) => errorCode)).toEqual(["not_found"]);
    expect((await listAuditEvents(workspace)).at(-1)).toMatchObject({ action: "audit.search", channel: "cli" });
  });

  it("shows nothing of another workspace", async () => {
    const [here, there] = [await createTestWorkspace(), await createTestWorkspace()];
    await run(
      "key",
      "create",
      "--workspace",
      there.slug,
      "--environment",
      "staging",
      "--name",
      "x-y",
      "--access",
      "read",
    );
    expect(await json("audit", "search", "--workspace", here.slug)).toMatchObject({ items: [], nextCursor: null });
  });
});

describe("without --json", () => {
  it("keeps control characters of stored text from the terminal", async () => {
    const workspace = await createTestWorkspace();
    await superuserSql()`update users set name = ${"Eve\u001b[2J\u009b31m"} where id = ${workspace.users.member.id}`;
    const { out } = await run("user", "list", "--workspace", workspace.slug);
    expect(out).toContain("Eve");
    expect(out.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});

describe("demo events", () => {
  it("adds events of the past to one workspace's log, where a search finds them", async () => {
    const [mine, other] = await Promise.all([createTestWorkspace(), createTestWorkspace()]);
    const made = await json<{ events: number }>(
      ...["demo", "events", "--workspace", mine.slug, "--count", "300", "--days", "90"],
    );
    expect(made).toEqual({ workspace: mine.slug, events: 300, days: 90 });
    const find = (slug: string) =>
      json<{ items: { tool: string; occurredAt: string }[] }>(
        ...["audit", "search", "--workspace", slug, "--query", "key:demo-key-* tool:get_*,list_*", "--limit", "1000"],
      );
    const { items } = await find(mine.slug);
    expect(items.length).toBeGreaterThan(50);
    expect(new Set(items.map(({ occurredAt }) => occurredAt.slice(0, 7))).size).toBeGreaterThan(2);
    expect((await find(other.slug)).items).toEqual([]);
  });

  it("seals them, also behind what is sealed already, or leaves the log as one that was added to", async () => {
    const { slug } = await createTestWorkspace();
    const of = ["--workspace", slug];
    await run("audit", "search", ...of, "--json");
    await run("audit", "seal", ...of);
    await run("demo", "events", ...of, "--count", "50", "--days", "90");
    expect(await json<{ ok: boolean }>("audit", "verify", ...of)).toMatchObject({ ok: true });
    await run("demo", "events", ...of, "--count", "50", "--days", "90", "--no-seal");
    expect((await run("audit", "verify", ...of, "--json")).status).toBe(1);
  });

  it("refuses an unknown workspace and a count that is none", async () => {
    expect((await run("demo", "events", "--workspace", "nowhere", "--count", "3")).status).not.toBe(0);
    expect((await run("demo", "events", "--workspace", "nowhere", "--count", "none")).status).not.toBe(0);
  });
});

import { inspect } from "node:util";
import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#lib/crypto/index.ts";
import { assertSafeRole } from "./safe-role.ts";
import { projects, users, workspaces } from "./schema/index.ts";
import { type Tx, withoutWorkspace, withWorkspace } from "./tenant.ts";
import { createTestWorkspace, ownerSql, superuserSql, type TestWorkspace } from "./testing/index.ts";

let a: TestWorkspace;
let b: TestWorkspace;

beforeAll(async () => {
  a = await createTestWorkspace("Anna");
  b = await createTestWorkspace("Bert");
});

const inDevelopment = (workspace: TestWorkspace) => ({
  workspaceId: workspace.id,
  environment: "development" as const,
});

describe("the tenant's transaction", () => {
  it("sees one workspace only", async () => {
    const rows = await withWorkspace(inDevelopment(a), "read", (tx) => tx.select().from(workspaces));
    expect(rows.map((row) => row.id)).toEqual([a.id]);
  });

  it("fills in the tenant and the environment of what it inserts", async () => {
    const id = newId();
    await withWorkspace(inDevelopment(a), "write", (tx) =>
      tx.insert(projects).values({ id, key: "FIL", name: "Filled" }),
    );
    const [row] = await superuserSql()`select workspace_id, environment from projects where id = ${id}`;
    expect(row).toEqual({ workspace_id: a.id, environment: "development" });
  });

  it("refuses a row that names another workspace, or another environment", async () => {
    const insert = (values: { workspaceId?: string; environment?: "production" }) =>
      withWorkspace(inDevelopment(a), "write", (tx) =>
        tx.insert(projects).values({ id: newId(), key: "BAD", name: "Smuggled", ...values }),
      );
    await expect(insert({ workspaceId: b.id })).rejects.toMatchObject({ cause: { code: "42501" } });
    await expect(insert({ environment: "production" })).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it("hides another environment's rows, from updates and deletes as well", async () => {
    const id = newId();
    await withWorkspace(inDevelopment(a), "write", (tx) => tx.insert(projects).values({ id, key: "ENV", name: "Dev" }));
    const touched = await withWorkspace({ ...inDevelopment(a), environment: "production" }, "write", async (tx) => [
      ...(await tx.update(projects).set({ name: "x" }).where(eq(projects.id, id)).returning()),
      ...(await tx.delete(projects).where(eq(projects.id, id)).returning()),
      ...(await tx.select().from(projects).where(eq(projects.id, id))),
    ]);
    expect(touched).toEqual([]);
  });

  it("parses and plans a statement once on each connection, not at every call", async () => {
    const known = await withWorkspace(inDevelopment(a), "read", async (tx) => {
      for (const key of ["ONE", "TWO"]) await tx.select().from(projects).where(eq(projects.key, key));
      return tx.execute(sql`select generic_plans + custom_plans as runs from pg_prepared_statements
        where statement like 'select%from "projects" where "projects"."key" = $1'`);
    });
    expect(known).toEqual([{ runs: expect.stringMatching(/^([2-9]|\d\d+)$/) }]);
  });

  it("leaves nothing of the tenant behind on the pooled connection", async () => {
    await withWorkspace(inDevelopment(a), "read", (tx) => tx.select().from(workspaces));
    const rows = await Promise.all(
      Array.from({ length: 30 }, () => withoutWorkspace((db) => db.select().from(workspaces))),
    );
    expect(rows.flat()).toEqual([]);
  });

  it("keeps the tenants of transactions that run at the same time apart", async () => {
    const seen = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const mine = index % 2 === 0 ? a : b;
        const rows = await withWorkspace(inDevelopment(mine), "read", (tx) => tx.select().from(workspaces));
        return rows.length === 1 && rows[0]?.id === mine.id;
      }),
    );
    expect(seen.every(Boolean)).toBe(true);
  });

  it("can't write in mode read", async () => {
    const write = withWorkspace(inDevelopment(a), "read", (tx) =>
      tx.insert(projects).values({ id: newId(), key: "RO", name: "Written by a read" }),
    );
    await expect(write).rejects.toMatchObject({ cause: { code: "25006" } });
  });

  it("can't leave mode read by itself", async () => {
    const write = withWorkspace(inDevelopment(a), "read", async (tx) => {
      await tx.select().from(workspaces);
      await tx.execute(sql`set transaction read write`);
    });
    await expect(write).rejects.toMatchObject({ cause: { code: "25001" } });
  });

  it("bounds every statement, so that no call holds a connection for long, and only inside", async () => {
    const bound = sql`select current_setting('statement_timeout') as bound`;
    const inside = await withWorkspace(inDevelopment(a), "read", (tx) => tx.execute(bound));
    expect([...inside]).toEqual([{ bound: "15s" }]);
    const outside = await withoutWorkspace((db) => db.execute(bound));
    expect([...outside]).toEqual([{ bound: "0" }]);
  });

  it("gives a dry run's value and takes back what it did", async () => {
    const id = newId();
    const rows = await withWorkspace(inDevelopment(a), "dry_run", (tx) =>
      tx.insert(projects).values({ id, key: "DRY", name: "Dry" }).returning(),
    );
    expect(rows[0]?.name).toBe("Dry");
    expect(await superuserSql()`select 1 from projects where id = ${id}`).toHaveLength(0);
  });

  it("takes everything back when the work throws", async () => {
    const id = newId();
    const work = withWorkspace(inDevelopment(a), "write", async (tx) => {
      await tx.insert(projects).values({ id, key: "THR", name: "Thrown" });
      throw new Error("no");
    });
    await expect(work).rejects.toThrow("no");
    expect(await superuserSql()`select 1 from projects where id = ${id}`).toHaveLength(0);
  });

  it.each([
    ["in a workspace", (email: string) => withWorkspace(inDevelopment(a), "write", (tx) => addTwice(tx, email))],
    ["outside", (email: string) => withoutWorkspace((db) => db.transaction((tx) => addTwice(tx, email)))],
  ])("tells nothing of statement and values in its failures: %s", async (_, work) => {
    const email = `${newId()}@example.com`;
    const error = await work(email).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ cause: { code: "23505" } });
    expect(inspect(error, { depth: 9 })).not.toMatch(new RegExp(`${email}|very secret|insert into`));
  });

  it("refuses a workspace id that is none", async () => {
    const work = withWorkspace({ workspaceId: "' or true --", environment: null }, "read", (tx) =>
      tx.select().from(workspaces),
    );
    await expect(work).rejects.toThrow();
  });
});

async function addTwice(tx: Tx, email: string): Promise<void> {
  const add = () => tx.insert(users).values({ id: newId(), email, name: "Twice", passwordHash: "very secret" });
  await add();
  await add();
}

describe("the first statement", () => {
  // The tenant is sent without waiting: whatever way the work's first query takes, it must arrive behind it.
  const tenantSeen = sql<string>`current_setting('app.workspace_id', true) || ' ' || current_setting('transaction_read_only')`;
  const ways: Record<string, (tx: Tx) => PromiseLike<unknown>> = {
    select: (tx) => tx.select({ seen: tenantSeen }).from(sql`(select 1) as one`),
    "select, executed at once": (tx) => tx.select({ seen: tenantSeen }).from(sql`(select 1) as one`).execute(),
    "select, chained at once": (tx) =>
      tx
        .select({ seen: tenantSeen })
        .from(sql`(select 1) as one`)
        .then((rows) => rows),
    prepared: (tx) => tx.select({ seen: tenantSeen }).from(sql`(select 1) as one`).prepare("first_statement").execute(),
    raw: (tx) => tx.execute(sql`select ${tenantSeen} as seen`),
    "raw, executed at once": (tx) => tx.execute(sql`select ${tenantSeen} as seen`).execute(),
    relational: (tx) => tx.query.workspaces.findMany({ columns: {}, extras: { seen: tenantSeen.as("seen") } }),
    "several at once": (tx) => Promise.all([tx.execute(sql`select ${tenantSeen} as seen`)]).then(([rows]) => rows),
  };

  it.each(Object.entries(ways))("of the work already has the tenant: %s", async (_, first) => {
    const rows = await withWorkspace(inDevelopment(a), "read", async (tx) => first(tx));
    expect([...(rows as { seen: string }[])].map(({ seen }) => seen)).toEqual([`${a.id} on`]);
  });
});

describe("the roles", () => {
  it("find the application's role safe, and the owner's and the superuser's not", async () => {
    const { default: postgres } = await import("postgres");
    const app = postgres(process.env.DATABASE_URL ?? "", { max: 1 });
    await expect(assertSafeRole(app)).resolves.toBeUndefined();
    await app.end();
    await expect(assertSafeRole(ownerSql())).rejects.toMatchObject({ details: { reason: "unsafe_role" } });
    await expect(assertSafeRole(superuserSql())).rejects.toMatchObject({ details: { reason: "unsafe_role" } });
  });

  it("find the owner's not when it only puts on the application's", async () => {
    const { default: postgres } = await import("postgres");
    const app = decodeURIComponent(new URL(process.env.DATABASE_URL ?? "").username);
    const superuser = postgres(process.env.POSTERN_TEST_SUPERUSER_URL ?? "", { max: 1, connection: { role: app } });
    await expect(assertSafeRole(superuser)).rejects.toThrow(/only put on by/);
    await superuser.end();
  });

  it("bind the owner by row-level security as well", async () => {
    expect(await superuserSql()`select 1 from projects limit 1`).toHaveLength(1);
    expect(await ownerSql()`select * from projects`).toEqual([]);
  });

  it("let the application append to audit log and history, and nothing else", async () => {
    for (const statement of [
      "update audit_events set reason = 'x'",
      "delete from audit_events",
      "truncate audit_events",
      "update changes set reason = 'x'",
      "delete from changes",
    ]) {
      const work = withWorkspace(inDevelopment(a), "write", (tx) => tx.execute(sql.raw(statement)));
      await expect(work, statement).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });
});

describe("the audit log's partitions", () => {
  it("are not waited for behind a long reader: every call would wait as well", async () => {
    const { promise: read, resolve: done } = Promise.withResolvers<void>();
    const { promise: reading, resolve: started } = Promise.withResolvers<void>();
    const backup = superuserSql().begin(async (reader) => {
      await reader`select 1 from audit_events limit 1`;
      started();
      await read;
    });
    await reading;
    for (const partitions of [
      "ensure_audit_partitions(20)",
      "ensure_past_audit_partitions(now() - interval '7 years')",
    ]) {
      const making = withoutWorkspace((db) => db.execute(sql.raw(`select ${partitions}`)));
      await expect(making, partitions).rejects.toMatchObject({ cause: { code: "55P03" } });
    }
    done();
    await backup;
  });
});

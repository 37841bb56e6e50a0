import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { newId } from "#lib/crypto/index.ts";
import { closePools } from "./client.ts";
import { projects } from "./schema/index.ts";
import { type Tenant, type Tx, withoutWorkspace, withWorkspace } from "./tenant.ts";
import { createTestWorkspace, superuserSql, type TestWorkspace } from "./testing/index.ts";
import { statementsOf } from "./testing/statements.ts";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await createTestWorkspace("Anna");
});

const tenant = () => ({ workspaceId: workspace.id, environment: "development" as const });
const add = (tx: Tx, id: string, key: string) => tx.insert(projects).values({ id, key, name: key });
const isThere = async (id: string) => (await superuserSql()`select 1 from projects where id = ${id}`).length === 1;
const pidOf = async (tx: Tx) => Number((await tx.execute(sql`select pg_backend_pid() as pid`))[0]?.pid);

describe("a transaction", () => {
  it("is begin, entering, its own statements and its end", async () => {
    const read = () => withWorkspace(tenant(), "read", (tx) => tx.select().from(projects));
    expect(await statementsOf(read)).toEqual(["begin", "select", "select", "commit"]);
  });

  it("that has read goes on with the connection of the one before, and in a transaction of its own", async () => {
    const look = sql`select pg_backend_pid() as pid, pg_current_xact_id()::text as id, current_setting('app.workspace_id') as workspace`;
    const read = (tenant: Tenant) =>
      withWorkspace(tenant, "read", async (tx) => {
        const [row] = await tx.execute(look);
        return row as { pid: number; id: string; workspace: string };
      });
    const elsewhere = { workspaceId: newId(), environment: null };
    const [first, second] = [await read(tenant()), await read(elsewhere)];
    expect(second.pid).toBe(first.pid);
    expect(second.id).not.toBe(first.id);
    expect([first.workspace, second.workspace]).toEqual([workspace.id, elsewhere.workspaceId]);
  });

  it("that has read and is followed by nothing is ended all the same", async () => {
    const pids = await Promise.all(Array.from({ length: 5 }, () => withWorkspace(tenant(), "read", pidOf)));
    const inside = () => superuserSql()`
      select 1 from pg_stat_activity where pid in ${superuserSql()(pids)} and state <> 'idle'`;
    await vi.waitFor(async () => expect(await inside()).toHaveLength(0), { timeout: 10_000 });
  });

  it("fails when one of its statements has, even if its work says nothing of it, and leaves nothing", async () => {
    const id = newId();
    const work = withWorkspace(tenant(), "write", async (tx) => {
      await add(tx, id, "SWA");
      await tx.execute(sql`select 1/0`).catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ code: "22012" });
    expect(await isThere(id)).toBe(false);
  });

  const circle: { self?: unknown } = {};
  circle.self = circle;
  const unwritable = {
    toJSON: () => {
      throw new Error("no");
    },
  };
  it.each<[string, unknown]>([
    ["whose JSON can't be written", unwritable],
    ["that goes in a circle", circle],
    ["that is no date", new Date(Number.NaN)],
    ["in a list that can't be sent", ["a", Symbol("b")]],
  ])("refuses a value %s at once, and answers what was sent before and comes after", async (_, value) => {
    const seen = await withWorkspace(tenant(), "write", async (tx) => {
      const before = tx.execute(sql`select 'before' as seen`).execute();
      await expect(tx.execute(sql`select ${value}::jsonb`)).rejects.toThrow();
      const after = tx.execute(sql`select 'after' as seen`).execute();
      return (await Promise.all([before, after])).flatMap((rows) => rows.map(({ seen }) => seen));
    });
    expect(seen).toEqual(["before", "after"]);
  });

  it("can't be used when it is over: its connection is somebody else's then", async () => {
    for (const mode of ["read", "write", "dry_run"] as const) {
      let kept: Tx | undefined;
      await withWorkspace(tenant(), mode, async (tx) => {
        kept = tx;
        await tx.select().from(projects);
      });
      await expect(kept?.select().from(projects)).rejects.toMatchObject({
        cause: expect.objectContaining({ message: "the transaction is over" }),
      });
    }
  });

  it("keeps statements that outlive its failed work out of the next one", async () => {
    let late: Promise<unknown> = Promise.resolve();
    const failed = withWorkspace(tenant(), "write", async (tx) => {
      const slow = tx.execute(sql`select pg_sleep(0.05)`);
      late = slow.then(() => add(tx, newId(), "LAT"));
      late.catch(() => undefined);
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    await expect(late).rejects.toThrow();
    const rows = await withWorkspace(tenant(), "read", (tx) =>
      tx.select().from(projects).where(eq(projects.key, "LAT")),
    );
    expect(rows).toEqual([]);
  });

  it("fails when its connection is lost, before and between its statements, and the pool goes on", async () => {
    for (const mode of ["read", "write"] as const) {
      const id = newId();
      const lost = withWorkspace(tenant(), mode, async (tx) => {
        const pid = await pidOf(tx);
        await superuserSql()`select pg_terminate_backend(${pid})`;
        await add(tx, id, "LOS");
      });
      await expect(lost).rejects.toThrow();
      expect(await isThere(id)).toBe(false);
    }
    const readMany = () =>
      Array.from({ length: 30 }, () => withWorkspace(tenant(), "read", (tx) => tx.execute(sql`select 1 as one`)));
    // The driver gives the server's last words to whoever comes first on the connection that is opened anew.
    await Promise.allSettled(readMany());
    const rows = await Promise.all(readMany());
    expect(rows.flatMap((found) => [...found])).toEqual(Array.from({ length: 30 }, () => ({ one: 1 })));
  });

  it("leaves its connection usable for statements that need none, at once", async () => {
    const results = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        index % 3 === 0
          ? withoutWorkspace((db) => db.execute(sql`select current_setting('app.workspace_id', true) as id`))
          : withWorkspace(tenant(), index % 3 === 1 ? "read" : "write", (tx) =>
              tx.execute(sql`select current_setting('app.workspace_id', true) as id`),
            ),
      ),
    );
    const ids = results.map(([row]) => row?.id || null);
    expect(ids).toEqual(ids.map((_, index) => (index % 3 === 0 ? null : workspace.id)));
  });

  it("ends before the pool does", async () => {
    const id = newId();
    const entered = Promise.withResolvers<void>();
    const writing = withWorkspace(tenant(), "write", async (tx) => {
      await add(tx, id, "END");
      entered.resolve();
      await tx.execute(sql`select pg_sleep(0.05)`);
    });
    await entered.promise;
    await closePools();
    await writing;
    expect(await isThere(id)).toBe(true);
  });
});

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { migrate } from "#db/migrate.ts";
import { queueCurrent } from "#db/queue-schema.ts";
import { withWorkspace } from "#db/tenant.ts";
import { createTestWorkspace, ownerSql, superuserSql, type TestWorkspace, useOwnDatabase } from "#db/testing/index.ts";
import { startMailServer } from "#db/testing/mail-server.ts";
import { newId } from "#lib/crypto/index.ts";
import { config } from "#lib/env/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { startMailDelivery } from "./mail-delivery.ts";

// The job sends what is due in the whole installation.
beforeAll(() => useOwnDatabase("mail_delivery"));

async function tellMember(workspace: TestWorkspace): Promise<void> {
  const id = newId();
  await withWorkspace({ workspaceId: workspace.id, environment: null }, "write", (tx) =>
    notify(tx, {
      kind: "api_key.resumed",
      dedupeKey: id,
      recipients: { userIds: [workspace.users.member.id] },
      params: { name: "cursor-laptop", hint: "pst_dev_…aaaa", environment: "development", byName: "Anna" },
      link: "/settings/members",
      about: { type: "api_key", id },
    }),
  );
}

const statesIn = async (workspaces: readonly TestWorkspace[]) => {
  const rows = await superuserSql()<{ state: string }[]>`
    select state from mails where workspace_id = any(${workspaces.map(({ id }) => id)})`;
  return rows.map(({ state }) => state);
};

describe("two instances at one queue", () => {
  it("send every mail of every workspace once, and stop in order", async () => {
    const workspaces = await Promise.all([createTestWorkspace(), createTestWorkspace()]);
    const server = await startMailServer();
    const settings = { smtpUrl: server.url, from: "postern@example.com" };
    const instances = await Promise.all([1, 2].map(() => startMailDelivery(config().databaseUrl, settings)));
    for (const workspace of workspaces) await Promise.all(Array.from({ length: 15 }, () => tellMember(workspace)));
    const queueDue = () => Promise.all([...instances, ...instances].map((instance) => instance.queueDue.run()));
    const areSent = async () => {
      await queueDue();
      expect(new Set(await statesIn(workspaces))).toEqual(new Set(["sent"]));
    };
    await vi.waitFor(areSent, { timeout: 50_000, interval: 200 });
    await Promise.all(instances.map(({ stop }) => stop()));
    const ids = server.received.map(({ messageId }) => messageId);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(ids.length);
    await server.stop();
  });
});

describe("the queue's schema", () => {
  it("is the one that the locked pg-boss works on, and migrating again changes nothing", async () => {
    const { pgboss } = JSON.parse(readFileSync("node_modules/pg-boss/package.json", "utf8"));
    const [row] = await superuserSql()`select version from pgboss.version`;
    expect(row?.version).toBe(pgboss.schema);
    await migrate(config().databaseOwnerUrl ?? "");
    expect(await queueCurrent(ownerSql())).toBe(true);
  });

  it("belongs to the owner: the application's role uses its rows only", async () => {
    const rights = await superuserSql()<{ owner: string; rights: string[] }[]>`
      select distinct pg_get_userbyid(c.relowner) as owner, array(
        select right_name from unnest(array['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','TRIGGER','REFERENCES']) right_name
        where has_table_privilege(current_database() || '_app', c.oid, right_name)) as rights
      from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'pgboss' where c.relkind in ('r', 'p')`;
    const [{ database } = { database: "" }] = await superuserSql()`select current_database() as database`;
    expect(rights).toEqual([{ owner: `${database}_owner`, rights: ["SELECT", "INSERT", "UPDATE", "DELETE"] }]);
    const [schema] = await superuserSql()`
      select has_schema_privilege(current_database() || '_app', 'pgboss', 'CREATE') as "canCreate"`;
    expect(schema?.canCreate).toBe(false);
  });
});

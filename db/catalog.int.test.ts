import { describe, expect, it } from "vitest";
import { AUDIT_STATUSES } from "#lib/audit/event.ts";
import { ROLES } from "#lib/authz/index.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";
import { TASK_PRIORITIES, TASK_STATUSES } from "#lib/tasks/schemas.ts";
import { superuserSql } from "./testing/index.ts";

/** Tables of the whole installation. A new one is a decision: nothing but the code keeps its rows apart. */
const WITHOUT_WORKSPACE = ["rate_limits", "sessions", "setup_tokens", "users", "workspaces"];

/**
 * Indexes that find something before its workspace is known, or by the person whose workspaces are asked for; and the one
 * of words, each of which begins with its workspace.
 */
const INDEXES_WITHOUT_WORKSPACE = [
  "api_keys_key_id",
  "api_keys_overlap",
  "audit_search_words",
  "mails_due",
  "memberships_user_id",
  "pending_writes_open",
  "webhook_deliveries_due",
];

/** Foreign keys from a workspace's rows to rows of the whole installation. */
const KEYS_OUT_OF_WORKSPACE = ["memberships_user_id_users_id_fk"];

interface TableFacts {
  readonly name: string;
  readonly hasWorkspaceId: boolean;
  readonly hasEnvironment: boolean;
  readonly isNullable: boolean | null;
  readonly hasRowSecurity: boolean;
  readonly isForced: boolean;
  readonly policy: string | null;
  readonly check: string | null;
}

const tables = () => superuserSql()<TableFacts[]>`
  select c.relname as name, c.relrowsecurity as "hasRowSecurity", c.relforcerowsecurity as "isForced",
    w.attnum is not null as "hasWorkspaceId", e.attnum is not null as "hasEnvironment", not w.attnotnull as "isNullable",
    pg_get_expr(p.polqual, c.oid) as policy, pg_get_expr(p.polwithcheck, c.oid) as check
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
  left join pg_attribute w on w.attrelid = c.oid and w.attname = 'workspace_id' and not w.attisdropped
  left join pg_attribute e on e.attrelid = c.oid and e.attname = 'environment' and not e.attisdropped
  left join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant'
  where c.relkind in ('r', 'p', 'f', 'm')
  order by 1`;

const tenantTables = async () => (await tables()).filter((table) => table.hasWorkspaceId);

describe("every table", () => {
  it("has workspace_id, or is on the list of those without", async () => {
    const without = (await tables()).filter((table) => !table.hasWorkspaceId).map(({ name }) => name);
    expect(without).toEqual(WITHOUT_WORKSPACE);
    expect(await tenantTables()).not.toHaveLength(0);
  });

  it("with workspace_id has row-level security, enabled and forced", async () => {
    const open = (await tenantTables()).filter((table) => !table.hasRowSecurity || !table.isForced);
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it("with workspace_id has the tenant's policy for reading and writing, and requires the column", async () => {
    const rule = "(workspace_id = (NULLIF(current_setting('app.workspace_id'::text, true), ''::text))::uuid)";
    for (const table of await tenantTables()) {
      expect(table.policy, table.name).toContain(rule);
      expect(table.check, table.name).toBe(table.policy);
      expect(table.isNullable, table.name).toBe(false);
    }
  });

  it("whose environment is filled in by the transaction has the second wall as well", async () => {
    const defaults = await superuserSql()<{ name: string }[]>`
      select c.relname as name from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
      join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attname = 'environment' and pg_get_expr(d.adbin, d.adrelid) like '%app.environment%'`;
    const walled = new Set(defaults.map(({ name }) => name));
    expect([...walled].toSorted()).toEqual(["comments", "idempotent_writes", "pending_writes", "projects", "tasks"]);
    for (const table of await tenantTables()) {
      if (walled.has(table.name)) expect(table.policy, table.name).toContain("app.environment");
    }
  });

  it("that is itself the tenant is kept apart the same way", async () => {
    const workspaces = (await tables()).find(({ name }) => name === "workspaces");
    expect(workspaces).toMatchObject({ hasRowSecurity: true, isForced: true });
    expect(workspaces?.policy).toContain("(id = (NULLIF(current_setting('app.workspace_id'::text, true)");
  });
});

describe("columns that hold one of a few words", () => {
  const words = async (table: string, column: string) => {
    const [row] = await superuserSql()<{ rule: string }[]>`
      select pg_get_constraintdef(oid) as rule from pg_constraint
      where contype = 'c' and conrelid = ${table}::regclass and conname = ${`${table}_${column}`}`;
    return [...(row?.rule ?? "").matchAll(/'([^']+)'::text/g)].map(([, word]) => word);
  };

  it("called environment, role, status or priority have a check, in every table", async () => {
    const unchecked = await superuserSql()`
      select c.relname as table, a.attname as column from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      where a.attname in ('environment', 'role', 'status', 'priority') and not exists (
        select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum])`;
    expect([...unchecked], "add environmentCheck, roleCheck or oneOf from db/checks.ts").toEqual([]);
  });

  it("allow exactly the words that the code knows", async () => {
    expect(await words("api_keys", "environment")).toEqual(ENVIRONMENTS);
    expect(await words("memberships", "role")).toEqual(ROLES);
    expect(await words("audit_events", "status")).toEqual(AUDIT_STATUSES);
    expect(await words("tasks", "status")).toEqual(TASK_STATUSES);
    expect(await words("tasks", "priority")).toEqual(TASK_PRIORITIES);
  });
});

describe("policies", () => {
  it("beside the tenant's own are for the two roles that can't sign in", async () => {
    const others = await superuserSql()<{ table: string; policy: string; command: string; roles: string[] }[]>`
      select tablename as table, policyname as policy, cmd as command, roles::text[] as roles
      from pg_policies where policyname <> 'tenant' and permissive = 'PERMISSIVE' order by 1, 2`;
    const [{ database } = { database: "" }] = await superuserSql()<{ database: string }[]>`
      select current_database() as database`;
    const allowed = [`${database}_lookup`, `${database}_audit_writer`];
    for (const { table, policy, roles } of others) {
      expect(
        roles.every((role) => allowed.includes(role)),
        `${policy} on ${table}: ${roles}`,
      ).toBe(true);
    }
    const canSignIn = await superuserSql()`
      select rolname from pg_roles where rolname = any(${allowed}) and (rolcanlogin or rolsuper or rolbypassrls)`;
    expect(canSignIn).toEqual([]);
  });

  it("that only take rows away restrict project data to a credential's projects", async () => {
    const restrictive = await superuserSql()<{ table: string; rule: string; check: string }[]>`
      select tablename as table, qual as rule, with_check as check
      from pg_policies where permissive = 'RESTRICTIVE' order by 1`;
    expect(restrictive.map(({ table }) => table)).toEqual(["comments", "projects", "tasks"]);
    for (const { rule, check } of restrictive) {
      expect(rule).toContain("app.project_ids");
      expect(check).toBe(rule);
    }
  });

  it("hold no further rows open to the application's role", async () => {
    const tenantPolicies = await superuserSql()<{ name: string }[]>`
      select tablename as name from pg_policies where policyname = 'tenant' and (permissive <> 'PERMISSIVE' or cmd <> 'ALL')`;
    expect(tenantPolicies).toEqual([]);
  });
});

describe("workspace_id leads", () => {
  it("every primary key and index but the look-ups' own", async () => {
    const indexes = await superuserSql()<{ name: string; leading: string }[]>`
      select i.relname as name, a.attname as leading
      from pg_index x
      join pg_class i on i.oid = x.indexrelid
      join pg_class c on c.oid = x.indrelid
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      join pg_attribute w on w.attrelid = c.oid and w.attname = 'workspace_id'
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
      where c.relkind in ('r', 'p') and not c.relispartition order by 1`; // A partition has its table's.
    expect(indexes).not.toHaveLength(0);
    const others = indexes.filter(({ leading }) => leading !== "workspace_id").map(({ name }) => name);
    expect(others).toEqual(INDEXES_WITHOUT_WORKSPACE);
  });

  it("every foreign key between a workspace's rows", async () => {
    const keys = await superuserSql()<{ name: string; columns: string[]; targetColumns: string[] }[]>`
      select k.conname as name,
        array(select attname from unnest(k.conkey) with ordinality u(num, place)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by place) as columns,
        array(select attname from unnest(k.confkey) with ordinality u(num, place)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num order by place) as "targetColumns"
      from pg_constraint k
      join pg_attribute w on w.attrelid = k.conrelid and w.attname = 'workspace_id'
      where k.contype = 'f' order by 1`;
    expect(keys).not.toHaveLength(0);
    const others = keys.filter(({ columns, targetColumns }) => {
      const [target] = targetColumns;
      return columns[0] !== "workspace_id" || (target !== "workspace_id" && target !== "id");
    });
    expect(others.map(({ name }) => name)).toEqual(KEYS_OUT_OF_WORKSPACE);
  });
});

describe("functions that run with another role's rights", () => {
  it("are the listed ones, find their names in fixed schemas, and are closed to the public", async () => {
    const functions = await superuserSql()<{ name: string; settings: string[] | null; isPublic: boolean }[]>`
      select p.proname as name, p.proconfig as settings,
        coalesce(p.proacl is null or exists (select from aclexplode(p.proacl) where grantee = 0), true) as "isPublic"
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace and n.nspname = 'public'
      where p.prosecdef order by 1`;
    expect(functions.map(({ name }) => name)).toEqual([
      "append_audit_events",
      "count_expired_audit_events",
      "ensure_audit_partitions",
      "ensure_past_audit_partitions",
      "find_api_key",
      "list_audit_deliveries_due",
      "list_audit_seals_due",
      "list_audit_search_due",
      "list_due_mails",
      "list_due_webhook_deliveries",
      "list_ended_overlaps",
      "list_export_work",
      "list_lapsed_writes",
      "list_old_answers",
      "list_open_failure_windows",
      "list_usage_due",
      "list_user_workspaces",
      "list_workspaces",
      "remove_expired_audit_events",
      "search_audit_index",
    ]);
    for (const { name, settings, isPublic } of functions) {
      expect(settings, name).toContainEqual(expect.stringMatching(/^search_path=pg_catalog, public, pg_temp$/));
      expect(isPublic, name).toBe(false);
    }
  });
});

describe("the application's role", () => {
  it("may only add to the audit log and the history, and reaches no partition directly", async () => {
    const rights = await superuserSql()<{ name: string; rights: string[] }[]>`
      select table_name as name, array_agg(privilege_type::text order by privilege_type) as rights
      from information_schema.role_table_grants
      where grantee = current_database() || '_app' and table_schema = 'public'
        and (table_name like 'audit_events%' or table_name in ('changes', 'audit_search'))
      group by 1 order by 1`;
    expect(rights).toEqual([
      { name: "audit_events", rights: ["INSERT", "SELECT"] },
      { name: "audit_search", rights: ["INSERT", "SELECT"] },
      { name: "changes", rights: ["INSERT", "SELECT"] },
    ]);
  });
});

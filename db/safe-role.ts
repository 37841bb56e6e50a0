import type { Sql } from "postgres";
import { AppError } from "#lib/errors/index.ts";

/**
 * Refuses an application role that row-level security could not hold, or that could rewrite the audit log.
 * @throws AppError `unavailable`, saying what is wrong with the role and what to do
 */
export async function assertSafeRole(sql: Sql): Promise<void> {
  const [role] = await sql<RoleFacts[]>`
    select current_user as name, session_user as "sessionName", r.rolsuper as "isSuperuser",
      r.rolbypassrls as "bypassesPolicies", r.rolcreaterole as "createsRoles",
      exists (
        select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname not like 'pg_temp%'
          and c.relkind in ('r', 'p', 'v', 'm') and c.relowner = r.oid
      ) or exists (select from pg_database d where d.datname = current_database() and d.datdba = r.oid)
        as "ownsTables",
      exists (
        select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p')
          and (c.relname in ('audit_events', 'changes', 'audit_leaves', 'audit_subtrees', 'audit_heads') or c.relname like 'audit\\_events\\_%')
          and (has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE') or has_any_column_privilege(c.oid, 'UPDATE'))
      ) as "rewritesHistory",
      (
        select other.rolname from pg_roles other
        where other.oid <> r.oid and pg_has_role(r.oid, other.oid, 'MEMBER') and (
          other.rolsuper or other.rolbypassrls or other.rolcreaterole
          or exists (select from pg_database d where d.datname = current_database() and d.datdba = other.oid)
          or exists (
            select from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('public', 'drizzle') and c.relowner = other.oid
          )
          or exists (
            select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'public' and p.prosecdef and p.proowner = other.oid
          )
        )
        limit 1
      ) as "strongerRole"
    from pg_roles r where r.rolname = current_user`;
  const problem = role === undefined ? `can't be found, ${PAST_THE_WALLS}` : problemOf(role);
  if (problem === null) return;
  throw new AppError(
    "unavailable",
    `The database role${role === undefined ? "" : ` "${role.name}"`} in DATABASE_URL ${problem}. ` +
      'Run "npm run cli -- database setup" once as an administrator of the server, and use the DATABASE_URL and DATABASE_OWNER_URL that it prints.',
    { reason: "unsafe_role" },
  );
}

const PAST_THE_WALLS = "so it could see past the walls between workspaces";

interface RoleFacts {
  readonly name: string;
  readonly sessionName: string;
  readonly isSuperuser: boolean;
  readonly bypassesPolicies: boolean;
  readonly createsRoles: boolean;
  readonly ownsTables: boolean;
  readonly rewritesHistory: boolean;
  readonly strongerRole: string | null;
}

function problemOf(role: RoleFacts): string | null {
  const weakness = weaknessOf(role);
  if (weakness !== null) return `${weakness}, ${PAST_THE_WALLS}`;
  return role.rewritesHistory
    ? "may update or delete what was recorded in audit_events or changes, which must be append-only (REVOKE UPDATE, DELETE, TRUNCATE on them and their partitions)"
    : null;
}

function weaknessOf(role: RoleFacts): string | null {
  // SET ROLE, in the URL's options or the role's own settings, can be taken back by anybody on the connection.
  if (role.sessionName !== role.name) return `is only put on by "${role.sessionName}", who signs in`;
  if (role.isSuperuser) return "is a superuser";
  if (role.bypassesPolicies) return "has BYPASSRLS";
  if (role.createsRoles) return "may create roles";
  if (role.ownsTables) return "owns the database or tables in it";
  if (role.strongerRole !== null) {
    return `is a member of "${role.strongerRole}", which owns tables or look-up functions, or may become who does`;
  }
  return null;
}

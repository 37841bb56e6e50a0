import { and, eq, ilike, isNull, like, or, sql } from "drizzle-orm";
import { projects } from "#db/schema/index.ts";
import { statement } from "#db/statement.ts";
import type { Tx } from "#db/tenant.ts";
import { UUID } from "./schemas.ts";

export type ProjectRow = typeof projects.$inferSelect;
export interface ProjectRecord {
  readonly project: ProjectRow;
  readonly openTaskCount: number;
  readonly totalTaskCount: number;
}

// Written out: drizzle leaves the table's name off in the fields of a select without joins.
const ofProject = sql`
  from tasks t
  where t.workspace_id = projects.workspace_id and t.environment = projects.environment and t.project_id = projects.id`;

const WITH_COUNTS = {
  project: projects,
  openTaskCount: sql<number>`(select count(*)::int ${ofProject} and t.status not in ('done', 'cancelled'))`,
  totalTaskCount: sql<number>`(select count(*)::int ${ofProject})`,
};

/** @param ref id or key, the key in any case */
export async function findProject(tx: Tx, ref: string): Promise<ProjectRow | null> {
  const [row] = UUID.test(ref)
    ? await projectById(tx, { id: ref.toLowerCase() })
    : await projectByKey(tx, { key: ref.toUpperCase() });
  return row ?? null;
}

const projectById = statement((db) =>
  db
    .select()
    .from(projects)
    .where(eq(projects.id, sql.placeholder("id"))),
);
const projectByKey = statement((db) =>
  db
    .select()
    .from(projects)
    .where(eq(projects.key, sql.placeholder("key"))),
);

export async function findProjectWithCounts(tx: Tx, ref: string): Promise<ProjectRecord | null> {
  const [record] = await tx.select(WITH_COUNTS).from(projects).where(isRef(ref));
  return record ?? null;
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockProject(tx: Tx, ref: string): Promise<ProjectRow | null> {
  const [row] = await tx.select().from(projects).where(isRef(ref)).for("no key update");
  return row ?? null;
}

/** Whether the project is there; it stays there until the transaction ends. */
export async function keepProject(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, id)).for("key share");
  return rows.length > 0;
}

export interface ProjectFilter {
  readonly includeArchived: boolean;
  /** Occurs in the name, or begins the key. */
  readonly query: string | null;
  readonly afterId: string | null;
  readonly limit: number;
}

/** By name. */
export async function listProjectRecords(tx: Tx, filter: ProjectFilter): Promise<ProjectRecord[]> {
  const after = sql`(lower(${projects.name}), ${projects.id}) > (
    select lower(anchor.name), anchor.id from projects anchor where anchor.id = ${filter.afterId})`;
  return tx
    .select(WITH_COUNTS)
    .from(projects)
    .where(
      and(
        filter.includeArchived ? undefined : isNull(projects.archivedAt),
        filter.query === null ? undefined : matches(filter.query),
        filter.afterId === null ? undefined : after,
      ),
    )
    .orderBy(sql`lower(${projects.name})`, projects.id)
    .limit(filter.limit);
}

/** Keys in use that begin so. */
export async function listKeysBeginning(tx: Tx, prefix: string): Promise<Set<string>> {
  const rows = await tx
    .select({ key: projects.key })
    .from(projects)
    .where(like(projects.key, `${prefix}%`));
  return new Set(rows.map(({ key }) => key));
}

/** Null when the key is taken. */
export async function insertProject(tx: Tx, values: typeof projects.$inferInsert): Promise<ProjectRow | null> {
  const [row] = await tx.insert(projects).values(values).onConflictDoNothing().returning();
  return row ?? null;
}

export async function updateProjectRow(
  tx: Tx,
  id: string,
  values: Pick<ProjectRow, "name" | "description" | "archivedAt" | "updatedAt">,
): Promise<void> {
  await tx
    .update(projects)
    .set({ ...values, version: sql`${projects.version} + 1` })
    .where(eq(projects.id, id));
}

export async function deleteProjectRow(tx: Tx, id: string): Promise<void> {
  await tx.delete(projects).where(eq(projects.id, id));
}

function matches(query: string) {
  const literal = query.replace(/[\\%_]/g, "\\$&");
  return or(ilike(projects.name, `%${literal}%`), ilike(projects.key, `${literal}%`));
}

function isRef(ref: string) {
  return UUID.test(ref) ? eq(projects.id, ref.toLowerCase()) : eq(projects.key, ref.toUpperCase());
}

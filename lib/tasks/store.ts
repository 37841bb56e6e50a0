import { and, asc, desc, eq, ilike, isNull, notInArray, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import { comments, memberships, projects, tasks, users } from "#db/schema/index.ts";
import { statement } from "#db/statement.ts";
import type { Tx } from "#db/tenant.ts";
import type { TaskStatus } from "./schemas.ts";

export type TaskRow = typeof tasks.$inferSelect;
export type CommentRow = typeof comments.$inferSelect;

export interface TaskRecord {
  readonly task: TaskRow;
  readonly project: { readonly id: string; readonly key: string; readonly name: string };
  readonly assignee: { readonly id: string; readonly name: string } | null;
}

const RECORD = {
  task: tasks,
  project: { id: projects.id, key: projects.key, name: projects.name },
  assignee: { id: users.id, name: users.name },
};

export const IN_PROJECT = and(
  eq(projects.workspaceId, tasks.workspaceId),
  eq(projects.environment, tasks.environment),
  eq(projects.id, tasks.projectId),
);

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_INTEGER = 2_147_483_647;

export type TaskLock = "key share" | "no key update" | "update";

/** @param ref id or number (`ACM-42`), the number in any case */
export async function findTask(tx: Tx, ref: string, lock?: TaskLock): Promise<TaskRow | null> {
  const query = tx.select().from(tasks).where(isRef(ref));
  const [row] = await (lock === undefined ? query : query.for(lock));
  return row ?? null;
}

/** @param ref id or number (`ACM-42`), the number in any case */
export async function findTaskRecord(tx: Tx, ref: string): Promise<CountedTaskRecord | null> {
  const parsed = parseRef(ref);
  const [record] = await ("id" in parsed ? taskRecordById(tx, parsed) : taskRecordByNumber(tx, parsed));
  return record ?? null;
}

const taskRecordById = statement((db) => countedRecords(db).where(eq(tasks.id, sql.placeholder("id"))));
const taskRecordByNumber = statement((db) =>
  countedRecords(db).where(hasNumber(sql.placeholder("key"), sql.placeholder("number"))),
);

export interface CountedTaskRecord extends TaskRecord {
  readonly commentCount: number;
}

export const COMMENT_COUNT = sql<number>`(
  select count(*)::int from comments c
  where c.workspace_id = tasks.workspace_id and c.environment = tasks.environment and c.task_id = tasks.id)`;

function countedRecords(db: Pick<Tx, "select">) {
  return db
    .select({ ...RECORD, commentCount: COMMENT_COUNT })
    .from(tasks)
    .innerJoin(projects, IN_PROJECT)
    .leftJoin(users, eq(users.id, tasks.assigneeUserId));
}

export interface TaskFilter {
  readonly projectId: string | null;
  readonly status: TaskStatus | "open" | null;
  readonly assigneeId: string | null;
  readonly label: string | null;
  /** Every one must appear in title, description or number. */
  readonly words: readonly string[];
  readonly beforeId: string | null;
  readonly limit: number;
}

/** Newest first. */
export async function listTaskRecords(tx: Tx, filter: TaskFilter): Promise<TaskRecord[]> {
  const { projectId, assigneeId, label, beforeId } = filter;
  return tx
    .select(RECORD)
    .from(tasks)
    .innerJoin(projects, IN_PROJECT)
    .leftJoin(users, eq(users.id, tasks.assigneeUserId))
    .where(
      and(
        projectId === null ? undefined : eq(tasks.projectId, projectId),
        hasStatus(filter.status),
        assigneeId === null ? undefined : eq(tasks.assigneeUserId, assigneeId),
        label === null ? undefined : sql`${label} = any(${tasks.labels})`,
        ...filter.words.map(hasWord),
        beforeId === null ? undefined : sql`${tasks.id} < ${beforeId}`,
      ),
    )
    .orderBy(desc(tasks.id))
    .limit(filter.limit);
}

/** Whether some task of the project has this number. */
export async function isNumberTaken(tx: Tx, projectId: string, number: number): Promise<boolean> {
  const rows = await tx
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.projectId, projectId), eq(tasks.number, number)));
  return rows.length > 0;
}

export async function insertTask(tx: Tx, values: typeof tasks.$inferInsert): Promise<void> {
  await tx.insert(tasks).values(values);
}

type NextTask = Required<Pick<typeof tasks.$inferInsert, keyof typeof NEXT_TASK_PLACES>>;

const NEXT_TASK_PLACES = {
  id: sql.placeholder("id"),
  projectId: sql.placeholder("projectId"),
  title: sql.placeholder("title"),
  description: sql.placeholder("description"),
  status: sql.placeholder("status"),
  priority: sql.placeholder("priority"),
  assigneeUserId: sql.placeholder("assigneeUserId"),
  dueOn: sql.placeholder("dueOn"),
  labels: sql.placeholder("labels"),
  // A column of moments would take its value for a Date even where there is none.
  completedAt: sql`${sql.placeholder("completedAt")}::timestamptz`,
  createdAt: sql.placeholder("createdAt"),
  updatedAt: sql.placeholder("updatedAt"),
} as const;

/**
 * Inserts a task with its project's next number. One statement, because the project's row stays locked from there until
 * the transaction ends, and whoever else adds a task to it waits for that.
 */
export async function insertNextTask(tx: Tx, values: NextTask): Promise<TaskRow> {
  const { completedAt } = values;
  const [row] = await nextTask(tx, { ...values, completedAt: completedAt?.toISOString() ?? null });
  if (!row) throw new Error("an insert that doesn't fail gives its row");
  return row;
}

const nextTask = statement((db) => {
  const taken = db.$with("taken").as(
    db
      .update(projects)
      .set({ nextTaskNumber: sql`${projects.nextTaskNumber} + 1` })
      .where(eq(projects.id, sql.placeholder("projectId")))
      .returning({ next: projects.nextTaskNumber }),
  );
  const number = sql`(select ${taken.next} - 1 from ${taken})`;
  return db
    .with(taken)
    .insert(tasks)
    .values({ ...NEXT_TASK_PLACES, number })
    .returning();
});

/** Writes the row as it is given; the caller holds its lock and has counted its version up. */
export async function updateTaskRow(tx: Tx, { id, ...row }: TaskRow): Promise<void> {
  const { title, description, status, priority, assigneeUserId, dueOn, labels, completedAt, version, updatedAt } = row;
  await tx
    .update(tasks)
    .set({ title, description, status, priority, assigneeUserId, dueOn, labels, completedAt, version, updatedAt })
    .where(eq(tasks.id, id));
}

/** Deletes the task and its comments. */
export async function deleteTaskRow(tx: Tx, id: string): Promise<void> {
  await tx.delete(tasks).where(eq(tasks.id, id));
}

export async function listCommentsOfTask(tx: Tx, taskId: string): Promise<CommentRow[]> {
  return tx.select().from(comments).where(eq(comments.taskId, taskId)).orderBy(asc(comments.id));
}

/** A person who can be given tasks: a member of this workspace whose account is not disabled. */
export async function findAssignee(tx: Tx, userId: string): Promise<{ id: string; name: string } | null> {
  const [person] = await tx
    .select({ id: users.id, name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.userId, userId), isNull(users.disabledAt)));
  return person ?? null;
}

/** Everybody who can be given tasks, by name. */
export async function listAssigneeRows(tx: Tx): Promise<{ id: string; name: string }[]> {
  return tx
    .select({ id: users.id, name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(isNull(users.disabledAt))
    .orderBy(sql`lower(${users.name})`, users.id)
    .limit(1_000);
}

/** What a reference says: an id, or else a project's key and a number in it. */
export type ParsedRef = { readonly id: string } | { readonly key: string; readonly number: number };

export function parseRef(ref: string): ParsedRef {
  return UUID.test(ref) ? { id: ref.toLowerCase() } : parseNumber(ref);
}

function isRef(ref: string): SQL {
  const parsed = parseRef(ref);
  return "id" in parsed ? eq(tasks.id, parsed.id) : hasNumber(parsed.key, parsed.number);
}

export function hasNumber(key: string | Placeholder | SQL, number: number | Placeholder | SQL): SQL {
  return sql`${tasks.number} = ${number} and ${tasks.projectId} = (select p.id from projects p where p.key = ${key})`;
}

/** A number that is too large for its column is nobody's, as 0 is. */
function parseNumber(ref: string): { readonly key: string; readonly number: number } {
  const [key = "", digits = ""] = ref.toUpperCase().split("-");
  const number = Number(digits);
  return { key, number: number > MAX_INTEGER ? 0 : number };
}

function hasStatus(status: TaskFilter["status"]): SQL | undefined {
  if (status === null) return undefined;
  return status === "open" ? notInArray(tasks.status, ["done", "cancelled"]) : eq(tasks.status, status);
}

function hasWord(word: string): SQL | undefined {
  const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    ilike(tasks.title, pattern),
    ilike(tasks.description, pattern),
    sql`${projects.key} || '-' || ${tasks.number} ilike ${pattern}`,
  );
}

import DataLoader from "dataloader";
import { eq, getTableColumns, sql } from "drizzle-orm";
import { projects, tasks, users } from "#db/schema/index.ts";
import { statement } from "#db/statement.ts";
import type { Tx } from "#db/tenant.ts";
import { COMMENT_COUNT, type CountedTaskRecord, findTaskRecord, hasNumber, IN_PROJECT, parseRef } from "./store.ts";

/**
 * The same as `findTaskRecord` for a read that may share its transaction: those that ask in one turn of the event loop
 * share the statement as well, since beginning and answering one costs the database more than finding a row by its keys.
 * @param ref id or number (`ACM-42`), the number in any case
 */
export function findTaskRecordTogether(tx: Tx, ref: string): Promise<CountedTaskRecord | null> {
  const loader = loaders.get(tx) ?? new DataLoader((refs: readonly string[]) => findAll(tx, refs), { cache: false });
  loaders.set(tx, loader);
  return loader.load(ref);
}

const loaders = new WeakMap<Tx, DataLoader<string, CountedTaskRecord | null>>();

async function findAll(tx: Tx, refs: readonly string[]): Promise<(CountedTaskRecord | null)[]> {
  const [only] = refs;
  if (refs.length === 1 && only !== undefined) return [await findTaskRecord(tx, only)];
  const wanted = refs.map((ref, place) => ({ place, ...parseRef(ref) }));
  const found = new Map((await taskRecords(tx, { wanted: JSON.stringify(wanted) })).map((row) => [row.place, row]));
  return refs.map((_, place) => toRecord(found.get(place)));
}

// Each is looked up for itself, by its keys: as a join it could be planned as a walk through all tasks, and stay that.
const taskRecords = statement((db) => {
  const isWanted = sql`${tasks.id} = coalesce(wanted.id,
    (select tasks.id from tasks where ${hasNumber(sql`wanted.key`, sql`wanted.number`)}))`;
  const record = db
    .select({
      ...getTableColumns(tasks),
      projectKey: sql<string>`${projects.key}`.as("project_key"),
      projectName: sql<string>`${projects.name}`.as("project_name"),
      assigneeName: sql<string | null>`${users.name}`.as("assignee_name"),
      commentCount: COMMENT_COUNT.as("comment_count"),
    })
    .from(tasks)
    .innerJoin(projects, IN_PROJECT)
    .leftJoin(users, eq(users.id, tasks.assigneeUserId))
    .where(isWanted)
    .limit(1)
    .as("record");
  return db
    .select({ place: sql<number>`wanted.place`, ...record._.selectedFields })
    .from(sql`jsonb_to_recordset(${sql.placeholder("wanted")}::jsonb)
      as wanted(place integer, id uuid, key text, number integer)`)
    .crossJoinLateral(record);
});

type Row = Awaited<ReturnType<typeof taskRecords>>[number];

function toRecord(row: Row | undefined): CountedTaskRecord | null {
  if (row === undefined) return null;
  const { place, projectKey, projectName, assigneeName, commentCount, ...task } = row;
  const { projectId, assigneeUserId } = task;
  const hasAssignee = assigneeUserId !== null && assigneeName !== null;
  return {
    task,
    project: { id: projectId, key: projectKey, name: projectName },
    assignee: hasAssignee ? { id: assigneeUserId, name: assigneeName } : null,
    commentCount,
  };
}

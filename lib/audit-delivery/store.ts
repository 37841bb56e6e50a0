import { and, asc, count, eq, inArray, notInArray, sql } from "drizzle-orm";
import { auditDeliveryCursors, auditDestinations } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { AuditStream } from "#lib/audit/schemas.ts";

export type DestinationRow = typeof auditDestinations.$inferSelect;
export type CursorRow = typeof auditDeliveryCursors.$inferSelect;

/** How many there are, with the workspace's destinations locked against one more at the same moment. */
export async function countDestinationsLocked(tx: Tx): Promise<number> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('audit-destinations' || current_setting('app.workspace_id'), 0))`,
  );
  const [row] = await tx.select({ count: count() }).from(auditDestinations);
  return row?.count ?? 0;
}

export async function insertDestination(tx: Tx, values: typeof auditDestinations.$inferInsert): Promise<void> {
  await tx.insert(auditDestinations).values(values);
}

/** Oldest first. */
export async function listDestinationRows(tx: Tx): Promise<DestinationRow[]> {
  return tx.select().from(auditDestinations).orderBy(asc(auditDestinations.id));
}

export async function findDestination(tx: Tx, id: string): Promise<DestinationRow | null> {
  const [row] = await tx.select().from(auditDestinations).where(eq(auditDestinations.id, id));
  return row ?? null;
}

/** The destination, locked until the transaction ends. */
export async function lockDestination(tx: Tx, id: string): Promise<DestinationRow | null> {
  const [row] = await tx.select().from(auditDestinations).where(eq(auditDestinations.id, id)).for("no key update");
  return row ?? null;
}

/** How it goes, which is no decision of anybody's. */
export async function updateDestinationRow(tx: Tx, id: string, values: Partial<DestinationRow>): Promise<void> {
  await tx.update(auditDestinations).set(values).where(eq(auditDestinations.id, id));
}

/** What somebody has decided. */
export async function decideDestination(tx: Tx, id: string, values: Partial<DestinationRow>): Promise<void> {
  await tx
    .update(auditDestinations)
    .set({ ...values, version: sql`${auditDestinations.version} + 1` })
    .where(eq(auditDestinations.id, id));
}

export async function deleteDestinationRow(tx: Tx, id: string): Promise<void> {
  await tx.delete(auditDestinations).where(eq(auditDestinations.id, id));
}

/** Those that have waited longest for their turn first. */
export async function listCursors(tx: Tx, destinationIds: readonly string[]): Promise<CursorRow[]> {
  if (destinationIds.length === 0) return [];
  return tx
    .select()
    .from(auditDeliveryCursors)
    .where(inArray(auditDeliveryCursors.destinationId, [...destinationIds]))
    .orderBy(sql`${auditDeliveryCursors.deliveredAt} nulls first`, asc(auditDeliveryCursors.stream));
}

/** Cursors that are not there yet. */
export async function insertCursors(
  tx: Tx,
  destinationId: string,
  places: readonly { readonly stream: AuditStream; readonly nextLeaf: number }[],
): Promise<void> {
  if (places.length === 0) return;
  const values = places.map(({ stream, nextLeaf }) => ({ destinationId, stream, nextLeaf }));
  await tx.insert(auditDeliveryCursors).values(values).onConflictDoNothing();
}

export async function deleteOtherCursors(tx: Tx, destinationId: string, streams: readonly AuditStream[]) {
  const { destinationId: of, stream } = auditDeliveryCursors;
  await tx.delete(auditDeliveryCursors).where(and(eq(of, destinationId), notInArray(stream, [...streams])));
}

export async function updateCursor(
  tx: Tx,
  { destinationId, stream }: Pick<CursorRow, "destinationId" | "stream">,
  values: Partial<CursorRow>,
): Promise<void> {
  const { destinationId: of, stream: which } = auditDeliveryCursors;
  await tx
    .update(auditDeliveryCursors)
    .set(values)
    .where(and(eq(of, destinationId), eq(which, stream)));
}

/** When the events at these leaves happened. */
export async function listLeafMoments(
  tx: Tx,
  places: readonly { readonly stream: AuditStream; readonly leaf: number }[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await tx.execute<{ place: string; occurred_at: string }>(sql`
    select l.stream || ' ' || l.leaf as place, l.occurred_at::text
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as p(stream text, leaf bigint)
    join audit_leaves l on l.stream = p.stream and l.leaf = p.leaf`);
  return new Map([...rows].map(({ place, occurred_at }) => [place, new Date(occurred_at)]));
}

/** How large a stream's tree was by the newest head that was signed before a moment: all older events are in it. */
export async function findSizeAt(tx: Tx, stream: AuditStream, at: Date): Promise<number> {
  const [row] = await tx.execute<{ size: string | null }>(sql`
    select max(size) as size from audit_heads where stream = ${stream} and signed_at <= ${at.toISOString()}::timestamptz`);
  return Number(row?.size ?? 0);
}

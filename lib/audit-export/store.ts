import { and, desc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import { auditExportParts, auditExports } from "#db/schema/index.ts";
import { type Tx, withoutWorkspace } from "#db/tenant.ts";
import { AuditLogFilter } from "#lib/audit-log/schemas.ts";
import { type AuditExport, ExportEnds, ExportManifest } from "./schemas.ts";

type ExportRow = typeof auditExports.$inferSelect;

const LOCK = 7_150_124;
const UNDER_WAY = ["waiting", "running"] as const;

export interface StoredExport {
  readonly asked: AuditExport;
  /** Null: the operator. */
  readonly requestedBy: string | null;
  readonly parts: number;
  /** Where the next part begins; null at the beginning. */
  readonly cursor: string | null;
  readonly ends: ExportEnds;
  readonly manifest: ExportManifest | null;
}

export async function insertExport(tx: Tx, asked: AuditExport, requestedBy: string | null): Promise<void> {
  const { exportId, format, filter, state } = asked;
  await tx.insert(auditExports).values({
    id: exportId,
    format,
    filter,
    state,
    requestedBy,
    requestedAt: new Date(asked.requestedAt),
    expiresAt: new Date(asked.expiresAt),
  });
}

export async function findExport(tx: Tx, exportId: string): Promise<StoredExport | null> {
  const [row] = await tx.select().from(auditExports).where(eq(auditExports.id, exportId));
  return row ? toExport(row) : null;
}

/** The export, which nobody else changes before the transaction ends. */
export async function lockExport(tx: Tx, exportId: string): Promise<StoredExport | null> {
  const [row] = await tx.select().from(auditExports).where(eq(auditExports.id, exportId)).for("update");
  return row ? toExport(row) : null;
}

/** Prepared ones of one person, or of the operator, the newest first. */
export async function listPrepared(tx: Tx, requestedBy: string | null, limit: number): Promise<StoredExport[]> {
  const isTheirs = requestedBy === null ? isNull(auditExports.requestedBy) : eq(auditExports.requestedBy, requestedBy);
  const rows = await tx
    .select()
    .from(auditExports)
    .where(and(isTheirs, sql`${auditExports.state} <> 'direct'`))
    .orderBy(desc(auditExports.id))
    .limit(limit);
  return rows.map(toExport);
}

export async function setManifest(tx: Tx, manifest: ExportManifest): Promise<void> {
  await tx.update(auditExports).set({ manifest }).where(eq(auditExports.id, manifest.exportId));
}

/** An export that nobody can fetch any more is of no use; its content goes with it. */
export async function deleteExpired(tx: Tx, now: Date): Promise<void> {
  await tx.delete(auditExports).where(lt(auditExports.expiresAt, now));
}

/** Workspaces with exports to prepare or to delete. */
export async function listExportWork(now: Date): Promise<readonly string[]> {
  const rows = await withoutWorkspace((db) =>
    db.execute(sql`select * from list_export_work(${now.toISOString()}::timestamptz)`),
  );
  return [...rows].map((row) => String(row.workspace_id));
}

/** The oldest first. */
export async function listUnderWay(tx: Tx): Promise<readonly string[]> {
  const rows = await tx
    .select({ id: auditExports.id })
    .from(auditExports)
    .where(inArray(auditExports.state, [...UNDER_WAY]))
    .orderBy(auditExports.id);
  return rows.map(({ id }) => id);
}

/** False while another instance prepares the same export. Ends with the transaction. */
export async function tryLockPreparation(tx: Tx, exportId: string): Promise<boolean> {
  const [row] = await tx.execute(
    sql`select pg_try_advisory_xact_lock(${LOCK}::integer, hashtext(${exportId})) as locked`,
  );
  return row?.locked === true;
}

export interface Progress {
  readonly content: Buffer;
  readonly events: number;
  readonly cursor: string | null;
  readonly ends: ExportEnds;
}

/** One more part, and where the next one begins, together. */
export async function addPart(tx: Tx, { asked, parts }: StoredExport, { content, ...progress }: Progress) {
  await tx.insert(auditExportParts).values({ exportId: asked.exportId, part: parts, content });
  await tx
    .update(auditExports)
    .set({ ...progress, parts: parts + 1, state: "running" })
    .where(eq(auditExports.id, asked.exportId));
}

export async function findPart(tx: Tx, exportId: string, part: number): Promise<Buffer | null> {
  const [row] = await tx
    .select({ content: auditExportParts.content })
    .from(auditExportParts)
    .where(and(eq(auditExportParts.exportId, exportId), eq(auditExportParts.part, part)));
  return row?.content ?? null;
}

/** Unless somebody has cancelled it. */
export async function setReady(tx: Tx, manifest: ExportManifest): Promise<void> {
  const isOpen = inArray(auditExports.state, [...UNDER_WAY]);
  await tx
    .update(auditExports)
    .set({ manifest, state: "ready" })
    .where(and(eq(auditExports.id, manifest.exportId), isOpen));
}

/** Nothing of it stays but that it was asked for. */
export async function setCancelled(tx: Tx, exportId: string): Promise<void> {
  await tx.update(auditExports).set({ state: "cancelled", cursor: null }).where(eq(auditExports.id, exportId));
  await tx.delete(auditExportParts).where(eq(auditExportParts.exportId, exportId));
}

function toExport(row: ExportRow): StoredExport {
  const { id, format, filter, state, requestedAt, expiresAt, requestedBy, manifest, parts, cursor, events } = row;
  const ends = ExportEnds.parse(row.ends ?? { first: null, last: null });
  return {
    asked: {
      exportId: id,
      state,
      format,
      filter: AuditLogFilter.parse(filter),
      requestedAt: requestedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      events,
      reachedAt: ends.last?.occurredAt ?? null,
    },
    requestedBy,
    parts,
    cursor,
    ends,
    manifest: manifest === null ? null : ExportManifest.parse(manifest),
  };
}

import { and, desc, eq, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import { auditExportParts, auditExports } from "#db/schema/index.ts";
import { type Tx, withoutWorkspace } from "#db/tenant.ts";
import { AuditLogFilter } from "#lib/audit-log/schemas.ts";
import { type AuditExport, ExportEnds, type ExportFailure, ExportManifest } from "./schemas.ts";

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
  /** So many times in a row that the next part could not be prepared. */
  readonly failedAttempts: number;
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

/** Those whose time has come, the oldest first. */
export async function listUnderWay(tx: Tx, now: Date): Promise<readonly string[]> {
  const rows = await tx
    .select({ id: auditExports.id })
    .from(auditExports)
    .where(
      and(
        inArray(auditExports.state, [...UNDER_WAY]),
        or(isNull(auditExports.tryAfter), lte(auditExports.tryAfter, now)),
      ),
    )
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

/** @returns false: somebody has cancelled it */
export async function setReady(tx: Tx, manifest: ExportManifest): Promise<boolean> {
  const isOpen = inArray(auditExports.state, [...UNDER_WAY]);
  const rows = await tx
    .update(auditExports)
    .set({ manifest, state: "ready" })
    .where(and(eq(auditExports.id, manifest.exportId), isOpen))
    .returning({ id: auditExports.id });
  return rows.length > 0;
}

/** The next attempt goes on behind the parts that are there. */
export async function setTryAfter(tx: Tx, exportId: string, failedAttempts: number, tryAfter: Date): Promise<void> {
  await tx.update(auditExports).set({ failedAttempts, tryAfter }).where(eq(auditExports.id, exportId));
}

/** Nothing of it stays but that it was asked for. */
export async function setCancelled(tx: Tx, exportId: string): Promise<void> {
  await giveUp(tx, exportId, { state: "cancelled" });
}

/** Nothing of it stays but that it was asked for, and why it is not there. */
export async function setFailed(tx: Tx, exportId: string, failure: ExportFailure): Promise<void> {
  await giveUp(tx, exportId, { state: "failed", failure });
}

async function giveUp(tx: Tx, exportId: string, end: Partial<ExportRow>): Promise<void> {
  await tx
    .update(auditExports)
    .set({ ...end, cursor: null })
    .where(eq(auditExports.id, exportId));
  await tx.delete(auditExportParts).where(eq(auditExportParts.exportId, exportId));
}

function toExport(row: ExportRow): StoredExport {
  const { id, format, filter, state, requestedAt, expiresAt, requestedBy, parts, cursor, events, failure } = row;
  const manifest = row.manifest === null ? null : ExportManifest.parse(row.manifest);
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
      failure,
      file: manifest && state === "ready" ? { sizeBytes: manifest.sizeBytes, sha256: manifest.sha256 } : null,
    },
    requestedBy,
    parts,
    cursor,
    ends,
    manifest,
    failedAttempts: row.failedAttempts,
  };
}

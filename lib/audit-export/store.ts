import { eq, lt } from "drizzle-orm";
import { auditExports } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import { AuditLogFilter } from "#lib/audit-log/schemas.ts";
import { type AuditExport, ExportManifest } from "./schemas.ts";

export interface StoredExport {
  readonly asked: AuditExport;
  /** Null: the operator. */
  readonly requestedBy: string | null;
  readonly manifest: ExportManifest | null;
}

export async function insertExport(tx: Tx, asked: AuditExport, requestedBy: string | null): Promise<void> {
  const { exportId, format, filter } = asked;
  await tx.insert(auditExports).values({
    id: exportId,
    format,
    filter,
    requestedBy,
    requestedAt: new Date(asked.requestedAt),
    expiresAt: new Date(asked.expiresAt),
  });
}

export async function findExport(tx: Tx, exportId: string): Promise<StoredExport | null> {
  const [row] = await tx.select().from(auditExports).where(eq(auditExports.id, exportId));
  if (row === undefined) return null;
  const { format, filter, requestedAt, expiresAt, requestedBy, manifest } = row;
  return {
    asked: {
      exportId,
      format,
      filter: AuditLogFilter.parse(filter),
      requestedAt: requestedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    },
    requestedBy,
    manifest: manifest === null ? null : ExportManifest.parse(manifest),
  };
}

export async function setManifest(tx: Tx, manifest: ExportManifest): Promise<void> {
  await tx.update(auditExports).set({ manifest }).where(eq(auditExports.id, manifest.exportId));
}

/** An export that nobody can fetch any more is of no use. */
export async function deleteExpired(tx: Tx, now: Date): Promise<void> {
  await tx.delete(auditExports).where(lt(auditExports.expiresAt, now));
}

import { and, desc, eq, lte, sql } from "drizzle-orm";
import { auditExportParts, auditExports } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { ExportEnds } from "./schemas.ts";
import type { StoredExport } from "./store.ts";

export interface Progress {
  readonly content: Buffer;
  /** Of the content's text. */
  readonly sizeBytes: number;
  readonly events: number;
  readonly cursor: string | null;
  readonly ends: ExportEnds;
}

/** One more part, and where the next one begins, together. */
export async function addPart(tx: Tx, { asked, parts }: StoredExport, progress: Progress): Promise<void> {
  const { content, sizeBytes, ...reached } = progress;
  const { exportId } = asked;
  // Null where the part before has no size, and so for all behind it.
  const beginsAt =
    parts === 0
      ? 0
      : sql`(select before.begins_at + before.size_bytes from ${auditExportParts} before
          where before.export_id = ${exportId}::uuid and before.part = ${parts - 1})`;
  await tx.insert(auditExportParts).values({ exportId, part: parts, content, sizeBytes, beginsAt });
  await tx
    .update(auditExports)
    .set({ ...reached, parts: parts + 1, state: "running", failedAttempts: 0, tryAfter: null })
    .where(eq(auditExports.id, exportId));
}

export async function findPart(tx: Tx, exportId: string, part: number): Promise<Buffer | null> {
  const [row] = await tx
    .select({ content: auditExportParts.content })
    .from(auditExportParts)
    .where(and(eq(auditExportParts.exportId, exportId), eq(auditExportParts.part, part)));
  return row?.content ?? null;
}

export interface PartPlace {
  readonly part: number;
  /** Where in the file it begins, in bytes. */
  readonly beginsAt: number;
}

/** The part that has a byte of the file; null where the places of parts were not noted. */
export async function findPartPlace(tx: Tx, exportId: string, atByte: number): Promise<PartPlace | null> {
  const [row] = await tx
    .select({ part: auditExportParts.part, beginsAt: auditExportParts.beginsAt })
    .from(auditExportParts)
    .where(and(eq(auditExportParts.exportId, exportId), lte(auditExportParts.beginsAt, atByte)))
    .orderBy(desc(auditExportParts.part))
    .limit(1);
  return row && row.beginsAt !== null ? { part: row.part, beginsAt: row.beginsAt } : null;
}

import { z } from "zod";
import { InclusionProof, SignedHead } from "#lib/audit-evidence/schemas.ts";
import { AuditLogFilter } from "#lib/audit-log/schemas.ts";

export const EXPORT_FORMATS = ["csv", "ndjson"] as const;
export const ExportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof ExportFormat>;

const Timestamp = z.iso.datetime({ offset: true });

export const AuditExport = z.object({
  exportId: z.uuid(),
  format: ExportFormat,
  filter: AuditLogFilter,
  requestedAt: Timestamp,
  expiresAt: Timestamp,
});
export type AuditExport = z.infer<typeof AuditExport>;

/** What an export holds, for whoever gets the file: docs/evidence.md. */
export const ExportManifest = z.object({
  exportId: z.uuid(),
  format: ExportFormat,
  filter: AuditLogFilter,
  requestedAt: Timestamp,
  /** How many events, the newest first. */
  count: z.number().int(),
  newestAt: Timestamp.nullable(),
  oldestAt: Timestamp.nullable(),
  /** Of the file's bytes. */
  sha256: z.string(),
  sizeBytes: z.number().int(),
  /** The newest signed heads when it was made. */
  heads: z.array(SignedHead),
  /** That the first and the last event of the file are in the log; null where no head covers one yet. */
  first: InclusionProof.nullable(),
  last: InclusionProof.nullable(),
});
export type ExportManifest = z.infer<typeof ExportManifest>;

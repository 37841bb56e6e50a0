import { z } from "zod";
import { InclusionProof, SignedHead } from "#lib/audit-evidence/schemas.ts";
import { AuditLogFilter } from "#lib/audit-log/schemas.ts";

export const EXPORT_FORMATS = ["csv", "ndjson"] as const;
export const ExportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof ExportFormat>;

const Timestamp = z.iso.datetime({ offset: true });

export const EXPORT_STATES = ["direct", "waiting", "running", "ready", "cancelled"] as const;

export const AuditExport = z.object({
  exportId: z.uuid(),
  /** Direct: read while it is fetched. Others are prepared first, and fetched when they are ready. */
  state: z.enum(EXPORT_STATES),
  format: ExportFormat,
  filter: AuditLogFilter,
  requestedAt: Timestamp,
  expiresAt: Timestamp,
  /** How many are prepared so far. */
  events: z.number().int(),
  /** The moment of the oldest of these: they are read from the newest to the oldest. */
  reachedAt: Timestamp.nullable(),
});
export type AuditExport = z.infer<typeof AuditExport>;

/** Whether a job still prepares it. */
export function isUnderWay({ state }: Pick<AuditExport, "state">): boolean {
  return state === "waiting" || state === "running";
}

const ExportEnd = z.object({ id: z.uuid(), occurredAt: Timestamp });

/** The newest and the oldest event of what is prepared; null: there is none. */
export const ExportEnds = z.object({ first: ExportEnd.nullable(), last: ExportEnd.nullable() });
export type ExportEnds = z.infer<typeof ExportEnds>;

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

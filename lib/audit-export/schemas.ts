import { z } from "zod";
import { InclusionProof, SignedHead } from "#lib/audit-evidence/schemas.ts";
import { AuditLogFilter } from "#lib/audit-log/schemas.ts";

export const EXPORT_FORMATS = ["csv", "ndjson"] as const;
export const ExportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof ExportFormat>;

const Timestamp = z.iso.datetime({ offset: true });

export const EXPORT_STATES = ["direct", "waiting", "running", "ready", "cancelled", "failed"] as const;

/** Why the events could not be prepared; docs/evidence.md. */
const EXPORT_FAILURES = ["too_slow", "internal"] as const;
export const ExportFailure = z.enum(EXPORT_FAILURES);
export type ExportFailure = z.infer<typeof ExportFailure>;

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
  failure: ExportFailure.nullable(),
  /** What is fetched, in bytes; null while it is not ready, and of a direct one, which is made while it is fetched. */
  file: z.object({ sizeBytes: z.number().int(), sha256: z.string() }).nullable(),
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

/** How far a direct export was read. */
export const ExportPlace = z.object({
  /** Null: nothing was read, or everything. */
  cursor: z.string().nullable(),
  count: z.number().int(),
  ends: ExportEnds,
});
export type ExportPlace = z.infer<typeof ExportPlace>;

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

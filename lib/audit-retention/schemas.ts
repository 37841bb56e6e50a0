import { z } from "zod";
import { AUDIT_STREAMS, MIN_KEEP_DAYS } from "#lib/audit/schemas.ts";

export const DEFAULT_KEEP_DAYS = 90;
/** Seven years. */
export const MAX_KEEP_DAYS = 2_557;

const Timestamp = z.iso.datetime({ offset: true });
const Stream = z.enum(AUDIT_STREAMS);
const KeepDays = z.number().int().min(MIN_KEEP_DAYS).max(MAX_KEEP_DAYS);

export const SetRetentionInput = z.strictObject({
  stream: Stream,
  keepDays: KeepDays,
  /** Why nothing may go at all; null: no legal hold. */
  holdReason: z.string().trim().min(1).max(500).nullable(),
  /** The version that the decision was made on: 0 for the default. */
  version: z.number().int().min(0),
});

/** As if `keepDays` were decided for `stream`, and no hold on it; absent: what is in force. */
export const PreviewRetentionInput = z.strictObject({ stream: Stream.optional(), keepDays: KeepDays.optional() });

export const Retention = z.object({
  stream: Stream,
  keepDays: z.number().int(),
  holdReason: z.string().nullable(),
  holdSince: Timestamp.nullable(),
  updatedByName: z.string().nullable(),
  updatedAt: Timestamp.nullable(),
  /** 0: nobody has decided anything. */
  version: z.number().int(),
});
export type Retention = z.infer<typeof Retention>;

export const RemovedEvents = z.object({
  stream: Stream,
  events: z.number().int(),
  /** When events went last. */
  lastAt: Timestamp,
});
export type RemovedEvents = z.infer<typeof RemovedEvents>;

export const ExpiredEvents = z.object({
  stream: Stream,
  /** At most 50,000: `isCapped` says that there are more. */
  events: z.number().int(),
  isCapped: z.boolean(),
  /** Of those counted. */
  oldestAt: Timestamp.nullable(),
  newestAt: Timestamp.nullable(),
  /** Names that the search completes and that only those counted have. */
  names: z.number().int(),
  /** Addresses, clients and tools of credentials that only those counted have. */
  firstUses: z.number().int(),
  /** What they have changed, but for the history of projects, tasks and comments that are still there. */
  changes: z.number().int(),
  isHeld: z.boolean(),
});
export type ExpiredEvents = z.infer<typeof ExpiredEvents>;

/** Where a run has come to. */
export const Place = z.strictObject({ occurredAt: z.string().max(40), id: z.uuid() });
export type Place = z.infer<typeof Place>;

import { z } from "zod";
import { AUDIT_STREAMS } from "#lib/audit/schemas.ts";
import { DELIVERY_ERRORS, KnownUrl, WebhookUrl } from "#lib/webhooks/schemas.ts";

export const MAX_DESTINATIONS = 3;

/** How long the old secret signs beside the new one, so that no receiver misses a batch. */
export const SECRET_OVERLAP_HOURS = 24;

const Timestamp = z.iso.datetime({ offset: true });
const Count = z.number().int().min(0);
const Stream = z.enum(AUDIT_STREAMS);

const DestinationFields = z.strictObject({
  name: z.string().trim().min(1).max(80),
  url: WebhookUrl,
  /** The environments whose events go there; `workspace` is for acts that belong to none. */
  streams: z.array(Stream).min(1, "Choose at least one.").max(AUDIT_STREAMS.length),
});

export const STARTS = ["now", "oldest"] as const;

export const CreateDestinationInput = z.strictObject({
  ...DestinationFields.shape,
  /** `now`: what is sealed from now on; `oldest`: everything that there is. */
  startsAt: z.enum(STARTS).default("now"),
});
export const DestinationId = z.strictObject({ destinationId: z.uuid() });
export const UpdateDestinationInput = z.strictObject({
  ...DestinationId.shape,
  ...DestinationFields.shape,
  /** The version that the change was decided on. */
  version: z.number().int(),
});
export const SetPausedInput = z.strictObject({
  ...DestinationId.shape,
  isPaused: z.boolean(),
  /** The version that it was decided on; another is left as it is. */
  version: z.number().int().optional(),
});

export const MoveInput = z.strictObject({
  ...DestinationId.shape,
  stream: Stream,
  /** The leaf to go on with, or a moment: then everything that was sealed since shortly before it. */
  to: z.union([z.strictObject({ leaf: Count }), z.strictObject({ time: Timestamp })]),
  why: z.string().trim().min(1).max(500),
});

export const HEALTH_STATES = ["healthy", "delayed", "failing", "paused"] as const;
export const HealthState = z.enum(HEALTH_STATES);
export type HealthState = z.infer<typeof HealthState>;

/**
 * Why a batch did not arrive. `log_unreadable`: it could not even be made; `interrupted`: whoever sent a test event has died
 * with it.
 */
export const SendError = z.enum([...DELIVERY_ERRORS, "log_unreadable", "interrupted"]);
export type SendError = z.infer<typeof SendError>;

export const TestResult = z.object({
  at: Timestamp,
  isEnded: z.boolean(),
  status: z.number().int().nullable(),
  /** Null with `isEnded`: accepted. */
  error: SendError.nullable(),
  durationMs: Count.nullable(),
});
export type TestResult = z.infer<typeof TestResult>;

export const StreamProgress = z.object({
  stream: Stream,
  /** The first leaf that was not accepted so far. */
  nextLeaf: Count,
  /** Of the next batch. */
  sequence: z.number().int(),
  /** Sealed and not accepted so far. */
  waiting: Count,
  oldestWaitingAt: Timestamp.nullable(),
  deliveredAt: Timestamp.nullable(),
});
export type StreamProgress = z.infer<typeof StreamProgress>;

export const Destination = z.object({
  id: z.uuid(),
  name: z.string(),
  url: KnownUrl,
  state: HealthState,
  pausedReason: z.enum(["person", "gone"]).nullable(),
  /** How far it has got with each of its streams. */
  streams: z.array(StreamProgress),
  waiting: Count,
  oldestWaitingAt: Timestamp.nullable(),
  lastSuccessAt: Timestamp.nullable(),
  lastError: z.object({ error: SendError, status: z.number().int().nullable(), at: Timestamp }).nullable(),
  failingSince: Timestamp.nullable(),
  failures: Count,
  nextAttemptAt: Timestamp.nullable(),
  test: TestResult.nullable(),
  /** Until when the secret before the last rotation signs as well. */
  previousSecretEndsAt: Timestamp.nullable(),
  createdByName: z.string(),
  createdAt: Timestamp,
  version: z.number().int(),
});
export type Destination = z.infer<typeof Destination>;

import { z } from "zod";
import { Role } from "#lib/authz/index.ts";

export const CADENCES = ["weekly", "monthly"] as const;
export const FINDING_KINDS = ["unusual", "refused", "destructive", "new_credentials"] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Whoever may read the log and says so with their name. */
export const REVIEWING_ROLES = ["owner", "admin", "auditor"] as const satisfies readonly Role[];

const Timestamp = z.iso.datetime({ offset: true });
const MAX_REVIEWERS = 50;

export const SetReviewSettingsInput = z.strictObject({
  cadence: z.enum(CADENCES).nullable(),
  reviewerIds: z.array(z.uuid()).max(MAX_REVIEWERS),
  version: z.number().int(),
});

export const SignOffReviewInput = z.strictObject({
  /** The last review when this one was looked at; null: there was none. */
  afterReviewId: z.uuid().nullable(),
  /** Up to which moment it was looked at, exclusive. */
  until: z.iso.datetime().max(40),
  comment: z.string().trim().min(1, "Say what you found.").max(2_000),
});

export const ReviewSettings = z.object({
  /** Null: whenever somebody wants to. */
  cadence: z.enum(CADENCES).nullable(),
  /** Those chosen who can still review; empty: whoever may. */
  reviewers: z.array(z.object({ id: z.uuid(), name: z.string() })),
  updatedByName: z.string().nullable(),
  updatedAt: Timestamp.nullable(),
  /** 0: nobody has decided anything. */
  version: z.number().int(),
});
export type ReviewSettings = z.infer<typeof ReviewSettings>;

export const ReviewCandidate = z.object({ id: z.uuid(), name: z.string(), role: Role });
export type ReviewCandidate = z.infer<typeof ReviewCandidate>;

const Counted = z.object({
  /** At most 2,000: `isCapped` says that there are more. */
  count: z.number().int(),
  isCapped: z.boolean(),
});

export const FindingItem = z.object({
  /** Whose act it was: a credential's or a person's name. */
  who: z.string(),
  what: z.object({ type: z.enum(["address", "client", "tool", "action", "credential"]), value: z.string() }),
  count: z.number().int(),
  /** Of the latest. */
  at: Timestamp,
  /** Finds them in the log, within the span of the review. */
  query: z.string(),
});
export type FindingItem = z.infer<typeof FindingItem>;

export const Finding = z.object({
  kind: z.enum(FINDING_KINDS),
  ...Counted.shape,
  items: z.array(FindingItem),
  /** How many further groups there are. */
  more: z.number().int(),
  /** Finds all of them in the log; null where no query can. */
  query: z.string().nullable(),
});
export type Finding = z.infer<typeof Finding>;

export const SignedReview = z.object({
  id: z.uuid(),
  /** Null: from the beginning of the log. */
  coveredFrom: Timestamp.nullable(),
  coveredUntil: Timestamp,
  comment: z.string(),
  counts: z.partialRecord(z.enum(FINDING_KINDS), Counted),
  byName: z.string(),
  signedAt: Timestamp,
});
export type SignedReview = z.infer<typeof SignedReview>;

export const QueuedReviewReminder = z.object({ stage: z.string(), dueAt: Timestamp, recipient: z.string() });
export type QueuedReviewReminder = z.infer<typeof QueuedReviewReminder>;

import { z } from "zod";
import { AUDIT_STREAMS } from "#lib/audit/schemas.ts";
import { Moment } from "#lib/audit-log/schemas.ts";

const Count = z.number().int().min(0);
const Timestamp = z.iso.datetime({ offset: true });
const Hash = z.string().regex(/^[0-9a-f]{64}$/);

export const AuditStream = z.enum(AUDIT_STREAMS);

/** A signed tree head as it is kept outside. The signature is over the head's canonical JSON (RFC 8785). */
export const SignedHead = z.object({
  head: z.object({
    version: z.literal(1),
    workspaceId: z.uuid(),
    stream: AuditStream,
    size: Count,
    rootHash: Hash,
    signedAt: Timestamp,
    previousHash: Hash.nullable(),
    keyId: z.string(),
  }),
  signature: z.string(),
  /** In PEM. Trust the one that you have kept, not the one that comes with a head. */
  publicKey: z.string().nullable(),
});
export type SignedHead = z.infer<typeof SignedHead>;

/** What was found to be wrong; docs/evidence.md says what each means. */
export const BAD_KINDS = [
  "changed",
  "deleted",
  "inserted",
  "reordered",
  "tail_deleted",
  "rewritten",
  "rolled_back",
  "head_forged",
  "head_not_extending",
] as const;

export const FirstBad = z.object({
  stream: AuditStream,
  kind: z.enum(BAD_KINDS),
  /** Its place in the tree; null: it has none. */
  leaf: Count.nullable(),
  /** The last leaf that may be meant, where the place is only known to lie between two heads. */
  untilLeaf: Count.nullable(),
  eventId: z.uuid().nullable(),
});
export type FirstBad = z.infer<typeof FirstBad>;

export const StreamVerification = z.object({
  stream: AuditStream,
  ok: z.boolean(),
  /** Checked up to here; all of them where it is ok. */
  events: Count,
  /** Of these, contents that were dropped after their time; their hashes are there. */
  dropped: Count,
  heads: Count,
  lastHeadAt: Timestamp.nullable(),
  firstBad: FirstBad.nullable(),
});
export type StreamVerification = z.infer<typeof StreamVerification>;

export const VerificationReport = z.object({
  ok: z.boolean(),
  events: Count,
  dropped: Count,
  heads: Count,
  /** Events that have no leaf yet. */
  unsealed: Count,
  durationMs: Count,
  firstBad: FirstBad.optional(),
  streams: z.array(StreamVerification),
});
export type VerificationReport = z.infer<typeof VerificationReport>;

export const EvidenceOfStream = z.object({
  stream: AuditStream,
  /** How many events have a leaf. */
  sealed: Count,
  head: SignedHead.nullable(),
  verified: z
    .object({
      at: Timestamp,
      ok: z.boolean(),
      events: Count,
      headSignedAt: Timestamp.nullable(),
      firstBad: FirstBad.nullable(),
    })
    .nullable(),
});
export type EvidenceOfStream = z.infer<typeof EvidenceOfStream>;

const Path = z.array(Hash);

/** What docs/evidence.md and scripts/verify-evidence.mjs know as a proof of inclusion. */
export const InclusionProof = z.object({
  kind: z.literal("inclusion"),
  leaf: Count,
  /** As it was hashed: the columns that have a value. */
  event: z.record(z.string(), z.unknown()),
  path: Path,
  signedHead: SignedHead,
});
export type InclusionProof = z.infer<typeof InclusionProof>;

export const ConsistencyProof = z.object({
  kind: z.literal("consistency"),
  first: SignedHead,
  second: SignedHead,
  path: Path,
});

export const SetEvidenceSettingsInput = z.strictObject({
  /** Null: no mail. */
  auditorsAddress: z.email().max(254).nullable(),
  /** The version that the decision was made on: 0 where nobody has decided yet. */
  version: z.number().int().min(0),
});

export const EvidenceSettings = z.object({
  auditorsAddress: z.string().nullable(),
  updatedByName: z.string().nullable(),
  updatedAt: z.iso.datetime({ offset: true }).nullable(),
  version: z.number().int(),
});
export type EvidenceSettings = z.infer<typeof EvidenceSettings>;

/** Which event: its moment leads to it, wherever it is in the log. */
export const EventPlace = z.strictObject({ id: z.uuid(), occurredAt: Moment });
export type EventPlace = z.infer<typeof EventPlace>;

/** An event's place in the tree, and the first head that covers it. */
export const EventSeal = z.object({ eventId: z.uuid(), leaf: Count, headSignedAt: Timestamp });
export type EventSeal = z.infer<typeof EventSeal>;

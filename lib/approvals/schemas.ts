import { z } from "zod";
import { Environment } from "#lib/environments/environment.ts";
import { ChangeView } from "#lib/kernel/schemas.ts";
import { PageInput } from "#lib/paging/index.ts";

/**
 * Where a write that needs a person's approval stands. `approved`: decided, and waiting for its client to carry it out.
 * `stale`: what it was to change has changed in the meantime, so nothing was written.
 */
export const APPROVAL_STATES = [
  "pending",
  "approved",
  "executed",
  "rejected",
  "expired",
  "cancelled",
  "stale",
] as const;
export const ApprovalState = z.enum(APPROVAL_STATES);
export type ApprovalState = z.infer<typeof ApprovalState>;

/** Whether the reader may decide, or why not. */
export const DECISIONS = ["open", "own_request", "not_permitted", "over"] as const;

const Timestamp = z.iso.datetime({ offset: true });

export const PreviewCount = z.object({
  type: z.string(),
  action: z.enum(["created", "updated", "deleted"]),
  count: z.int(),
});
export type PreviewCount = z.infer<typeof PreviewCount>;

/** A write that a credential has proposed, in a list. */
export const ListedApproval = z.object({
  id: z.uuid(),
  environment: Environment,
  operation: z.string(),
  tool: z.string().nullable(),
  state: ApprovalState,
  reason: z.string().nullable(),
  /** The first thing that it would change. */
  subject: z.string().nullable(),
  counts: z.array(PreviewCount),
  credential: z.object({ kind: z.string(), id: z.uuid(), name: z.string(), hint: z.string() }),
  /** The person behind the credential; null: the workspace itself. */
  requester: z.object({ id: z.uuid(), name: z.string(), email: z.string() }).nullable(),
  createdAt: Timestamp,
  expiresAt: Timestamp,
  decidedAt: Timestamp.nullable(),
  decidedByName: z.string().nullable(),
});
export type ListedApproval = z.infer<typeof ListedApproval>;

/** The same with all that a person needs to decide. */
export const Approval = ListedApproval.extend({
  changes: z.array(ChangeView),
  /** How many more changes there are than are kept. */
  changesLeft: z.int(),
  client: z.object({ name: z.string(), version: z.string().nullable() }).nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
  comment: z.string().nullable(),
  endedAt: Timestamp.nullable(),
  executedEventId: z.uuid().nullable(),
  decision: z.enum(DECISIONS),
});
export type Approval = z.infer<typeof Approval>;

export const PendingWriteId = z.strictObject({ pendingWriteId: z.uuid() });

export const DecideInput = z.strictObject({
  ...PendingWriteId.shape,
  /** For whoever asked, and for the record. */
  comment: z.string().trim().max(500, "At most 500 characters.").optional(),
});

export const ListApprovalsInput = z.strictObject({ ...PageInput.shape, state: ApprovalState.optional() });

import { z } from "zod";
import { HistoryEntry } from "#lib/history/schemas.ts";

/** The types of things whose changes can be taken back. */
export const REVERTIBLE_TYPES = ["project", "task", "comment"] as const;

/** How many changes one revert takes: they are taken back together or not at all. */
export const MAX_CHANGES_AT_ONCE = 2_000;

const Options = {
  /** Changes to leave as they are. */
  skip: z.array(z.uuid()).max(MAX_CHANGES_AT_ONCE).default([]),
  /** What to do about a change that can't be taken back: refuse the whole, or leave it as it is, as a preview does. */
  conflicts: z.enum(["refuse", "skip"]).default("refuse"),
  /** Of the preview that the decision was made on; when something else would happen now, the call is refused. */
  digest: z.string().max(100).optional(),
};

/** One change, or all changes of one call. */
export const RevertInput = z.strictObject({
  of: z.union([z.strictObject({ changeId: z.uuid() }), z.strictObject({ eventId: z.uuid() })]),
  ...Options,
});

/** All changes that a credential has made since a moment. */
export const RevertCredentialInput = z.strictObject({
  credentialId: z.uuid(),
  since: z.iso.datetime({ offset: true }),
  ...Options,
});

/** Why a change can't be taken back. */
export const CONFLICTS = [
  "changed_since",
  "gone",
  "exists_again",
  "parent_gone",
  "number_taken",
  "key_taken",
  "has_comments",
  "has_tasks",
  "assignee_gone",
  "not_revertible",
] as const;
export const Conflict = z.enum(CONFLICTS);
export type Conflict = z.infer<typeof Conflict>;

const { target, before, after } = HistoryEntry.shape;

export const RevertItem = z.object({
  changeId: z.uuid(),
  auditEventId: z.uuid(),
  madeAt: z.iso.datetime(),
  action: z.string(),
  target,
  /** What was done, and is taken back. */
  kind: z.enum(["create", "update", "delete"]),
  /** `nothing`: it is as it was before already. */
  outcome: z.enum(["reverted", "nothing", "skipped", "conflict"]),
  conflict: Conflict.nullable(),
  /** How it is now, of what would change; null when it is not there. */
  now: before,
  /** How it becomes; null when it goes. */
  becomes: after,
});
export type RevertItem = z.infer<typeof RevertItem>;

export const RevertOutput = z.object({
  /** In the order in which they are taken back: the youngest first. */
  items: z.array(RevertItem),
  counts: z.object({ reverted: z.int(), nothing: z.int(), skipped: z.int(), conflict: z.int() }),
  /** Says what is taken back and what is left. */
  digest: z.string(),
});
export type RevertOutput = z.infer<typeof RevertOutput>;

import { z } from "zod";
import type { Change } from "#lib/audit/index.ts";
import type { Preview } from "#lib/safe-writes/index.ts";

/** A write that waits: what it would do, and by which token it is asked for again. */
interface Waiting {
  readonly pendingWriteId: string;
  readonly preview: Preview;
  readonly confirmToken: string;
  readonly expiresAt: Date;
}

/**
 * All that a call can end in. Closed from the start: output schemas admit every member, so that a preview
 * never arrives at a client as a schema error.
 */
export type Outcome<O> =
  | { readonly status: "done"; readonly output: O; readonly changes: readonly Change[]; readonly auditEventId: string }
  | {
      readonly status: "dry_run";
      readonly output: O;
      readonly changes: readonly Change[];
      readonly auditEventId: string;
    }
  | (Waiting & {
      readonly status: "confirmation_required";
      /** What the person types to confirm. */
      readonly phrase: string;
    })
  | (Waiting & {
      readonly status: "approval_required";
      /** Where a person who may approve decides. */
      readonly approvalUrl: string;
      readonly isApproved: boolean;
    });

export const OUTCOME_STATUSES = [
  "done",
  "dry_run",
  "confirmation_required",
  "approval_required",
] as const satisfies readonly Outcome<unknown>["status"][];

const Fields = z.record(z.string(), z.unknown()).nullable();

/** A change as callers see it. */
export const ChangeView = z.object({
  target: z.object({ type: z.string(), id: z.string(), label: z.string() }),
  before: Fields.describe("Values before the change; null when the thing was created"),
  after: Fields.describe("Values after the change; null when the thing was deleted"),
});

/** What would happen, as callers see it. */
export const PreviewView = z.object({
  changes: z.array(ChangeView),
  counts: z.array(
    z.object({ type: z.string(), action: z.enum(["created", "updated", "deleted"]), count: z.number().int() }),
  ),
  left: z.number().int().describe("Changes beyond those in the list; the counts have all"),
});

/**
 * The wire schema of a write's outcome around the schema of its output: the output's fields are there when the
 * status is `done` or `dry_run`, the preview's when it is one of the others.
 */
export function outcomeSchema<S extends z.ZodRawShape>(output: z.ZodObject<S>) {
  return z.object({
    status: z
      .enum(OUTCOME_STATUSES)
      .describe(
        "done: it happened. dry_run: it would happen so, nothing was written. confirmation_required, approval_required: nothing was written yet, a person has to agree first.",
      ),
    ...output.partial().shape,
    changes: z.array(ChangeView).optional(),
    pendingWriteId: z.uuid().optional(),
    preview: PreviewView.optional(),
    confirmToken: z.string().optional().describe("For confirm_write or cancel_write; works once, for this key only"),
    phrase: z.string().optional().describe("What the person types to confirm"),
    approvalUrl: z.string().optional().describe("Where a person approves or rejects; give it to your user"),
    isApproved: z.boolean().optional().describe("True: approved already, call confirm_write now"),
    expiresAt: z.string().optional(),
  });
}

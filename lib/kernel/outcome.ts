import { z } from "zod";
import type { Change } from "#lib/audit/index.ts";

/** What a guarded write shows before it happens. */
export interface Preview {
  readonly changes: readonly Change[];
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
  | { readonly status: "preview"; readonly preview: Preview }
  | {
      readonly status: "confirmation_required";
      readonly preview: Preview;
      readonly confirmToken: string;
      readonly expiresAt: Date;
    }
  | {
      readonly status: "approval_required";
      readonly preview: Preview;
      readonly approvalUrl: string;
      readonly expiresAt: Date;
    };

export const OUTCOME_STATUSES = [
  "done",
  "dry_run",
  "preview",
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

/**
 * The wire schema of a write's outcome around the schema of its output: the output's fields are there when the
 * status is `done` or `dry_run`, the preview's when it is one of the others.
 */
export function outcomeSchema<S extends z.ZodRawShape>(output: z.ZodObject<S>) {
  return z.object({
    status: z.enum(OUTCOME_STATUSES).describe("done: it happened. dry_run: it would happen so, nothing was written."),
    ...output.partial().shape,
    changes: z.array(ChangeView).optional(),
    preview: z.object({ changes: z.array(ChangeView) }).optional(),
    confirmToken: z.string().optional(),
    approvalUrl: z.string().optional(),
    expiresAt: z.string().optional(),
  });
}

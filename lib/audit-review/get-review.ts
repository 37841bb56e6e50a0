import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { findFindings } from "./findings.ts";
import { Finding, ReviewCandidate, ReviewSettings, SignedReview } from "./schemas.ts";
import { isReviewer, knownUntil, openSpan, reviewState, toCandidate, toSettings, toSigned } from "./state.ts";

const Timestamp = z.iso.datetime();

/** What is new in the audit log since the last review: what a reviewer looks at before signing off. */
export const getReview = defineRead({
  name: "audit_review.get",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: z.strictObject({}),
  output: z.object({
    settings: ReviewSettings,
    /** Who could be a reviewer. */
    candidates: z.array(ReviewCandidate),
    last: SignedReview.nullable(),
    /** Null without a cadence. */
    dueAt: Timestamp.nullable(),
    isOverdue: z.boolean(),
    /** Whether the caller may sign off. */
    isReviewer: z.boolean(),
    /** Null while nothing has happened since the last one. */
    open: z.object({ from: Timestamp.nullable(), until: Timestamp, findings: z.array(Finding) }).nullable(),
  }),
  async run(tx, ctx) {
    const state = await reviewState(tx);
    const span = openSpan(state, await knownUntil(tx, ctx.now));
    const { last, due, candidates } = state;
    return {
      settings: toSettings(state),
      candidates: candidates.map(toCandidate),
      last: last && toSigned(last),
      dueAt: due?.dueAt.toISOString() ?? null,
      isOverdue: due !== null && due.dueAt <= ctx.now,
      isReviewer: isReviewer(state, ctx),
      open: span && {
        from: span.from?.toISOString() ?? null,
        until: span.until.toISOString(),
        findings: await findFindings(tx, ctx, span),
      },
    };
  },
});

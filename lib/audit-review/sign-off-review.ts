import { z } from "zod";
import type { Change } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Context, defineWrite } from "#lib/kernel/index.ts";
import { findFindings, type Span } from "./findings.ts";
import { type Finding, SignedReview, SignOffReviewInput } from "./schemas.ts";
import { assertLast, isReviewer, knownUntil, type ReviewState, reviewState, toSigned } from "./state.ts";
import { insertReview, lockReviews, type ReviewRow } from "./store.ts";

/** A reviewer says to have looked at everything since the last review, up to the moment that the page showed. */
export const signOffReview = defineWrite({
  name: "audit_review.sign_off",
  effect: "write",
  permission: "audit_log:review",
  wall: "workspace",
  tool: null,
  input: SignOffReviewInput,
  output: z.object({ review: SignedReview }),
  async run(tx, ctx, { afterReviewId, until, comment }) {
    await lockReviews(tx);
    const state = await reviewState(tx);
    const byUserId = assertReviewer(state, ctx);
    assertLast(state, afterReviewId);
    const span = assertSpan(state, await knownUntil(tx, ctx.now), new Date(until));
    const counts = countsOf(await findFindings(tx, ctx, span));
    const { from: coveredFrom, until: coveredUntil } = span;
    const by = { byUserId, byName: ctx.actor.name, createdAt: ctx.now };
    const review = { id: newId(), coveredFrom, coveredUntil, comment, counts, ...by };
    await insertReview(tx, review);
    const row = { ...review, workspaceId: ctx.workspaceId };
    return { output: { review: toSigned(row) }, changes: [change(row)] };
  },
});

function assertReviewer(state: ReviewState, ctx: Context): string {
  if (ctx.actor.kind === "user" && isReviewer(state, ctx)) return ctx.actor.id;
  throw new AppError("forbidden", "Only the workspace's reviewers sign off reviews.", { reason: "not_reviewer" });
}

/** @throws AppError `validation` for a moment that is not over yet, or that the last review has covered */
function assertSpan({ last }: ReviewState, known: Date, until: Date): Span {
  const from = last?.coveredUntil ?? null;
  if (until <= known && (from === null || from < until)) return { from, until };
  throw new AppError("validation", "A review ends after the last one, and two minutes before now at the latest.", {
    reason: "review_span",
    fieldErrors: { until: ["Reload the page and look again."] },
  });
}

function countsOf(findings: readonly Finding[]): ReviewRow["counts"] {
  return Object.fromEntries(findings.map(({ kind, count, isCapped }) => [kind, { count, isCapped }]));
}

function change({ id, coveredFrom, coveredUntil, comment, counts }: ReviewRow): Change {
  const days = [coveredFrom?.toISOString().slice(0, 10) ?? "…", coveredUntil.toISOString().slice(0, 10)];
  const numbers = Object.entries(counts).map(([kind, { count, isCapped }]) => [kind, isCapped ? `${count}+` : count]);
  return {
    target: { type: "audit_review", id, label: days.join(" – ") },
    before: null,
    after: {
      coveredFrom: coveredFrom?.toISOString() ?? null,
      coveredUntil: coveredUntil.toISOString(),
      comment,
      ...Object.fromEntries(numbers),
    },
  };
}

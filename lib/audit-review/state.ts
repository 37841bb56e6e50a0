import type { Tx } from "#db/tenant.ts";
import { findUnindexedAt } from "#lib/audit-log/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { type DueReview, dueReview } from "./due.ts";
import type { Span } from "./findings.ts";
import type { ReviewCandidate, ReviewSettings, SignedReview } from "./schemas.ts";
import { findLastReview, findSettings, listCandidates, type ReviewRow, type SettingsRow } from "./store.ts";

/** An event may be written so long after its moment: what is younger belongs to the next review. */
const SETTLE_MS = 120_000;

type Candidates = Awaited<ReturnType<typeof listCandidates>>;

/** Where a workspace stands with its reviews. */
export interface ReviewState {
  readonly settings: SettingsRow | null;
  readonly last: ReviewRow | null;
  readonly due: DueReview | null;
  readonly candidates: Candidates;
  /** Those chosen who can still review; empty: nobody is chosen, or none of them can any more. */
  readonly reviewers: Candidates;
}

export async function reviewState(tx: Tx): Promise<ReviewState> {
  const settings = await findSettings(tx);
  const last = await findLastReview(tx);
  const candidates = await listCandidates(tx);
  const chosen = new Set(settings?.reviewerIds);
  const due = dueReview({
    cadence: settings?.cadence ?? null,
    cadenceSince: settings?.cadenceSince ?? null,
    reviewedUntil: last?.coveredUntil ?? null,
  });
  return { settings, last, due, candidates, reviewers: candidates.filter(({ id }) => chosen.has(id)) };
}

/** Up to where everything is known: first uses are noted behind the events, together with the search index. */
export async function knownUntil(tx: Tx, now: Date): Promise<Date> {
  const settled = now.getTime() - SETTLE_MS;
  return new Date(Math.min(settled, (await findUnindexedAt(tx))?.getTime() ?? settled));
}

/** What the next review is about; null while there is nothing since the last one. */
export function openSpan({ last }: ReviewState, until: Date): Span | null {
  const from = last?.coveredUntil ?? null;
  return from !== null && from >= until ? null : { from, until };
}

/** Whether this person may sign off: one of the reviewers, or anybody with the permission where none are chosen. */
export function isReviewer({ reviewers }: ReviewState, { actor }: Context): boolean {
  if (actor.kind !== "user" || !actor.permissions.has("audit_log:review")) return false;
  return reviewers.length === 0 || reviewers.some(({ id }) => id === actor.id);
}

/** @throws AppError `conflict` when another review ended since */
export function assertLast({ last }: ReviewState, reviewId: string | null): void {
  if ((last?.id ?? null) === reviewId) return;
  throw new AppError("conflict", "Somebody signed off a review in the meantime.", { reason: "review_signed" });
}

export function toSettings({ settings, reviewers }: Pick<ReviewState, "settings" | "reviewers">): ReviewSettings {
  return {
    cadence: settings?.cadence ?? null,
    reviewers: reviewers.map(({ id, name }) => ({ id, name })),
    updatedByName: settings?.updatedByName ?? null,
    updatedAt: settings?.updatedAt.toISOString() ?? null,
    version: settings?.version ?? 0,
  };
}

export function toCandidate({ id, name, role }: Candidates[number]): ReviewCandidate {
  return { id, name, role };
}

export function toSigned({
  id,
  coveredFrom,
  coveredUntil,
  comment,
  counts,
  byName,
  createdAt,
}: ReviewRow): SignedReview {
  return {
    id,
    coveredFrom: coveredFrom?.toISOString() ?? null,
    coveredUntil: coveredUntil.toISOString(),
    comment,
    counts,
    byName,
    signedAt: createdAt.toISOString(),
  };
}

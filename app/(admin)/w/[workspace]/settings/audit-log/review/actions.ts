"use server";

import { refresh } from "next/cache";
import { setReviewSettings, signOffReview } from "#lib/audit-review/index.ts";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

/** Form data: `comment`; `until` and `afterReviewId` (empty: none) as the page showed them. */
export async function signOffAction(slug: string, _previous: FormState, data: FormData): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const comment = String(data.get("comment") ?? "");
  const afterReviewId = String(data.get("afterReviewId") ?? "") || null;
  const input = { afterReviewId, until: data.get("until"), comment };
  return refreshed(await runForm(signOffReview, ctx, input, { values: { comment } }));
}

/** Form data: `cadence` (empty: none), `reviewerIds` (any number), and `version`, which the change was made on. */
export async function setReviewSettingsAction(slug: string, _previous: FormState, data: FormData): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const cadence = String(data.get("cadence") ?? "") || null;
  const input = { cadence, reviewerIds: data.getAll("reviewerIds"), version: Number(data.get("version")) };
  return refreshed(await runForm(setReviewSettings, ctx, input));
}

function refreshed(state: FormState): FormState {
  if (!state.ok) return state;
  refresh();
  return { ok: true };
}

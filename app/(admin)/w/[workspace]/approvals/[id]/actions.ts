"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { approvePendingWrite, rejectPendingWrite } from "#lib/approvals/index.ts";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

/** Form data: `decision`, the pressed button's, and `comment`. */
export async function decideAction(
  slug: string,
  pendingWriteId: string,
  _previous: FormState<unknown>,
  data: FormData,
): Promise<FormState<unknown>> {
  const { ctx } = await workspacePage(slug);
  const decision = data.get("decision");
  const comment = String(data.get("comment") ?? "");
  const values = { comment };
  if (decision !== "approve" && decision !== "reject") {
    const t = await getTranslations("approvals.decide");
    return { ok: false, message: t("choose"), values };
  }
  const operation = decision === "approve" ? approvePendingWrite : rejectPendingWrite;
  const { data: _, ...state } = await runForm(operation, ctx, { pendingWriteId, comment }, { values });
  // Also after a refusal: somebody else may have decided, and the page says how.
  if (!state.stepUp && state.fieldErrors === undefined) refresh();
  return state;
}

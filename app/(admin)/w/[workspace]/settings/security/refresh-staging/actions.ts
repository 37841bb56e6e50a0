"use server";

import { refresh } from "next/cache";
import { startRefresh } from "#lib/environment-refresh/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type FormState, refusalState } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

/** Form data: `fingerprint`, of the preview that was looked at. Large workspaces are still under way when it answers. */
export async function refreshStagingAction(
  slug: string,
  _previous: FormState<{ refreshId: string }>,
  data: FormData,
): Promise<FormState<{ refreshId: string }>> {
  const { ctx } = await workspacePage(slug);
  const fingerprint = data.get("fingerprint");
  try {
    const started = await startRefresh(ctx, typeof fingerprint === "string" ? fingerprint : "");
    refresh();
    return { ok: true, data: started };
  } catch (error) {
    if (!isAppError(error)) throw error;
    // What was previewed is no longer there: the page shows what is.
    if (error.code === "preview_stale" || error.code === "conflict") refresh();
    return refusalState(error);
  }
}

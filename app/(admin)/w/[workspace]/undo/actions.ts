"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { asRoute } from "#components/ui/route.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type FormState, refusalState } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { type UndoParams, undoPath } from "./params.ts";
import { revert, wantedOf } from "./wanted.ts";

/** Form data: `digest`, of the preview that was looked at, and `reason`. */
export async function revertAction(
  slug: string,
  params: UndoParams,
  _previous: FormState<unknown>,
  data: FormData,
): Promise<FormState<unknown>> {
  const { ctx } = await workspacePage(slug);
  const wanted = wantedOf(params);
  const [digest, reason] = [data.get("digest"), data.get("reason")];
  if (wanted === null || typeof digest !== "string") return { ok: false };
  let eventId: string;
  try {
    const choices = { skip: params.skip ?? [], conflicts: "skip", digest } as const;
    const done = typeof reason === "string" && reason.trim() !== "" ? reason.trim().slice(0, 500) : null;
    const outcome = await revert({ ...ctx, environment: params.environment }, wanted, choices, { reason: done });
    eventId = "auditEventId" in outcome ? outcome.auditEventId : "";
  } catch (error) {
    if (!isAppError(error)) throw error;
    // What was previewed is no longer what would happen: the page shows what is.
    if (error.code === "preview_stale" || error.code === "conflict") refresh();
    return refusalState(error);
  }
  redirect(asRoute(undoPath(slug, { done: eventId, environment: params.environment })));
}

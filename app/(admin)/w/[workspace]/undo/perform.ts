import { isAppError } from "#lib/errors/index.ts";
import { type FormState, refusalState } from "#lib/forms/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import type { UndoParams } from "./params.ts";
import { revert, wantedOf } from "./wanted.ts";

export interface Performed {
  /** The event of the revert; null where it was refused. */
  readonly eventId: string | null;
  /** What was previewed is no longer what would happen. */
  readonly isOutdated: boolean;
}

/**
 * Takes back what the preview has shown.
 * @param data of the form: `digest`, of the preview that was looked at, and `reason`
 */
export async function performRevert(
  slug: string,
  params: UndoParams,
  data: FormData,
  onProgress?: Context["onProgress"],
): Promise<FormState<Performed>> {
  const { ctx } = await workspacePage(slug);
  const wanted = wantedOf(params);
  const [digest, reason] = [data.get("digest"), data.get("reason")];
  if (wanted === null || typeof digest !== "string") return { ok: false };
  const choices = { skip: params.skip ?? [], conflicts: "skip", digest } as const;
  const said = typeof reason === "string" && reason.trim() !== "" ? reason.trim().slice(0, 500) : null;
  try {
    const outcome = await revert(
      { ...ctx, environment: params.environment, ...(onProgress && { onProgress }) },
      wanted,
      choices,
      { reason: said },
    );
    const eventId = "auditEventId" in outcome ? outcome.auditEventId : "";
    return { ok: true, data: { eventId, isOutdated: false } };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const isOutdated = error.code === "preview_stale" || error.code === "conflict";
    const refusal = await refusalState(error);
    // Without JavaScript the form comes back filled.
    const values = { reason: said ?? "" };
    return { ...refusal, values, data: { eventId: null, isOutdated } };
  }
}

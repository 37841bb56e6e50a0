import { notFound } from "next/navigation";
import { isAppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import type { RevertOutput } from "#lib/undo/schemas.ts";
import type { UndoParams } from "./params.ts";
import { revert, wantedOf } from "./wanted.ts";

/** What would be taken back; null while it is not said since when. */
export async function loadPreview(
  ctx: Context,
  params: UndoParams,
): Promise<RevertOutput | "not_permitted" | "too_many" | null> {
  const wanted = wantedOf(params);
  if (wanted === null) {
    if (params.key === null) notFound();
    return null;
  }
  try {
    const choices = { skip: params.skip ?? [], conflicts: "skip" } as const;
    const outcome = await revert(ctx, wanted, choices, { mode: "dry_run" });
    if (outcome.status === "dry_run") return outcome.output;
    throw new Error(`a preview ended as ${outcome.status}`);
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "not_found" || error.code === "validation") notFound();
    if (error.code === "forbidden") return "not_permitted";
    if (error.details.reason === "too_many_changes") return "too_many";
    throw error;
  }
}

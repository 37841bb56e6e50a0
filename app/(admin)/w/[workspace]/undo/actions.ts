"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { asRoute } from "#components/ui/route.ts";
import type { FormState } from "#lib/forms/index.ts";
import { type UndoParams, undoPath } from "./params.ts";
import { performRevert } from "./perform.ts";

/** Takes changes back for browsers without JavaScript; the others ask `run`, which tells how far it has come. */
export async function revertAction(
  slug: string,
  params: UndoParams,
  _previous: FormState<unknown>,
  data: FormData,
): Promise<FormState<unknown>> {
  const state = await performRevert(slug, params, data);
  if (state.ok) redirect(asRoute(undoPath(slug, { done: state.data?.eventId ?? "", environment: params.environment })));
  // The page shows what would happen now.
  if (state.data?.isOutdated) refresh();
  return state;
}

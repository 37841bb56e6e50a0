"use server";

import { refresh } from "next/cache";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { freezeWrites, liftFreeze } from "#lib/write-freeze/index.ts";

/** Form data: `scope` and `note`. */
export async function freezeWritesAction(
  slug: string,
  _previous: FormState<unknown>,
  data: FormData,
): Promise<FormState<unknown>> {
  const { ctx } = await workspacePage(slug);
  const note = String(data.get("note") ?? "");
  const state = await runForm(freezeWrites, ctx, { scope: data.get("scope"), note }, { values: { note } });
  if (state.ok) refresh();
  return state;
}

/** Form data: `scope`. */
export async function liftFreezeAction(
  slug: string,
  _previous: FormState<unknown>,
  data: FormData,
): Promise<FormState<unknown>> {
  const { ctx } = await workspacePage(slug);
  const state = await runForm(liftFreeze, ctx, { scope: data.get("scope") });
  if (state.ok) refresh();
  return state;
}

"use server";

import { refresh } from "next/cache";
import { createAuditView, deleteAuditView, updateAuditView } from "#lib/audit-views/index.ts";
import type { ViewSearch } from "#lib/audit-views/schemas.ts";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

/** Form data: `name`, `isShared` (`on` or absent), `search` (JSON). */
export async function createViewAction(slug: string, _previous: FormState, data: FormData): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const input = { name: data.get("name"), isShared: data.has("isShared"), search: parsed(data.get("search")) };
  return refreshed(await runForm(createAuditView, ctx, input));
}

/** Form data: `viewId`, `name`. */
export async function renameViewAction(slug: string, _previous: FormState, data: FormData): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(updateAuditView, ctx, { viewId: data.get("viewId"), name: data.get("name") }));
}

export async function replaceViewAction(slug: string, viewId: string, search: ViewSearch): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(updateAuditView, ctx, { viewId, search }));
}

export async function deleteViewAction(slug: string, viewId: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(deleteAuditView, ctx, { viewId }));
}

/** Null for what is no JSON: the operation says what is wrong with it. */
function parsed(value: FormDataEntryValue | null): unknown {
  try {
    return JSON.parse(String(value)) as unknown;
  } catch {
    return null;
  }
}

function refreshed(state: FormState): FormState {
  refresh();
  return state.ok ? { ok: true } : state;
}

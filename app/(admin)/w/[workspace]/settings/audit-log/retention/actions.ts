"use server";

import { refresh } from "next/cache";
import { previewRetention, setRetention } from "#lib/audit-retention/index.ts";
import type { ExpiredEvents } from "#lib/audit-retention/schemas.ts";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

/** What a form of the page shows afterwards; null: it was saved. */
export type RetentionAnswer = ExpiredEvents | null;

/** Form data: `keepDays`, `holdReason` (empty: none), `version`, and `intent`: `preview` only looks. */
export async function retentionAction(
  slug: string,
  stream: string,
  _previous: FormState<RetentionAnswer>,
  data: FormData,
): Promise<FormState<RetentionAnswer>> {
  const { ctx } = await workspacePage(slug);
  const keepDays = Number(data.get("keepDays"));
  if (data.get("intent") === "preview") {
    const looked = await runForm(previewRetention, ctx, { stream, keepDays });
    return looked.ok ? { ok: true, data: looked.data?.items[0] ?? null } : { ...looked, data: null };
  }
  const holdReason = String(data.get("holdReason") ?? "").trim() || null;
  const saved = await runForm(setRetention, ctx, {
    stream,
    keepDays,
    holdReason,
    version: Number(data.get("version")),
  });
  if (!saved.ok) return { ...saved, data: null };
  refresh();
  return { ok: true, data: null };
}

"use server";

import { refresh } from "next/cache";
import { setEvidenceSettings, startVerification, type VerificationStart } from "#lib/audit-evidence/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type FormState, refusalState, runForm } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

/** Large logs are still being verified when it answers; `startedAt` is what the page waits for. */
export async function verifyAction(
  slug: string,
  _previous: FormState<VerificationStart>,
  _data: FormData,
): Promise<FormState<VerificationStart>> {
  const { ctx } = await workspacePage(slug);
  try {
    const data = await startVerification(ctx);
    refresh();
    return { ok: true, data };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return refusalState(error);
  }
}

/** Form data: `auditorsAddress` (empty: none), and `version`, which the change was made on. */
export async function setHeadMailAction(slug: string, _previous: FormState, data: FormData): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const typed = String(data.get("auditorsAddress") ?? "").trim();
  const input = { auditorsAddress: typed === "" ? null : typed, version: Number(data.get("version")) };
  const state = await runForm(setEvidenceSettings, ctx, input, { values: { auditorsAddress: typed } });
  refresh();
  return state.ok ? { ok: true } : state;
}

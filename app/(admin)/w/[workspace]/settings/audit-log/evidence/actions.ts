"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import {
  readHeads,
  setEvidenceSettings,
  startVerification,
  type VerificationStart,
} from "#lib/audit-evidence/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type FormState, refusalState, runForm } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

/** As many characters as the form takes: a thousand heads and more. Longer files are for the command line. */
const MAX_LENGTH = 800_000;

/** Form data: `heads`, the text of heads that were kept elsewhere. */
export async function verifyAgainstAction(
  slug: string,
  _previous: FormState<VerificationStart>,
  data: FormData,
): Promise<FormState<VerificationStart>> {
  const { ctx } = await workspacePage(slug);
  const t = await getTranslations("auditEvidence.against");
  const text = String(data.get("heads") ?? "").trim();
  const refused = (message: string) => ({ ok: false, fieldErrors: { heads: [message] } });
  if (text.length > MAX_LENGTH) return refused(t("tooLong"));
  if (text === "") return refused(t("missing"));
  try {
    const heads = readHeads(text, "the text").filter(({ head }) => head.workspaceId === ctx.workspaceId);
    if (heads.length === 0) return refused(t("noneOfOurs"));
    const started = await startVerification(ctx, heads);
    refresh();
    return { ok: true, data: started };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { reason } = error.details;
    return reason === "heads_unreadable" || reason === "head_not_ours" ? refused(t(reason)) : refusalState(error);
  }
}

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

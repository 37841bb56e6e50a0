"use server";

import { refresh } from "next/cache";
import { startVerification, type VerificationStart } from "#lib/audit-evidence/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type FormState, refusalState } from "#lib/forms/index.ts";
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

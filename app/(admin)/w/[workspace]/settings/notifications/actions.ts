"use server";

import { refresh } from "next/cache";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { retryMail } from "#lib/notifications/index.ts";
import { workspacePage } from "#lib/session/index.ts";

export async function retryMailAction(slug: string, mailId: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const state = await runForm(retryMail, ctx, { mailId });
  if (state.ok) refresh();
  return state;
}

"use server";

import { refresh } from "next/cache";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { markAllRead, markRead } from "#lib/notifications/index.ts";
import { workspacePage } from "#lib/session/index.ts";

export async function markReadAction(slug: string, notificationId: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const state = await runForm(markRead, ctx, { notificationId });
  if (state.ok) refresh();
  return state;
}

export async function markAllReadAction(slug: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const state = await runForm(markAllRead, ctx, {});
  if (state.ok) refresh();
  return state;
}

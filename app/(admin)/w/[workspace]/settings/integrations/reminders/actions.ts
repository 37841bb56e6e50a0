"use server";

import { refresh } from "next/cache";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { endSnooze, setReminderSettings, snoozeReminders } from "#lib/reminders/index.ts";
import { workspacePage } from "#lib/session/index.ts";

/** Form data: `days`, `reason`. */
export async function snoozeAction(
  slug: string,
  apiKeyId: string,
  _previous: FormState,
  data: FormData,
): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const input = { apiKeyId, days: Number(data.get("days")), reason: data.get("reason") };
  return refreshed(await runForm(snoozeReminders, ctx, input));
}

export async function endSnoozeAction(slug: string, apiKeyId: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(endSnooze, ctx, { apiKeyId }));
}

/** Form data: `teamAddress` (empty: none), and `version`, which the change was made on. */
export async function setRecipientsAction(slug: string, _previous: FormState, data: FormData): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const typed = String(data.get("teamAddress") ?? "").trim();
  const input = { teamAddress: typed === "" ? null : typed, version: Number(data.get("version")) };
  return refreshed(await runForm(setReminderSettings, ctx, input));
}

function refreshed(state: FormState): FormState {
  refresh();
  return state.ok ? { ok: true } : state;
}

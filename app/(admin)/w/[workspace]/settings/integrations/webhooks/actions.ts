"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { asRoute } from "#components/ui/route.ts";
import type { IssuedSecret } from "#components/webhooks/secret-panel.tsx";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import {
  createWebhook,
  deleteWebhook,
  retryDelivery,
  rotateWebhookSecret,
  sendTestEvent,
  setWebhookEnabled,
  updateWebhook,
} from "#lib/webhooks/index.ts";
import type { Webhook } from "#lib/webhooks/schemas.ts";
import { webhooksPath } from "./params.ts";

/** Form data: `url`, `description` (may be empty), `events`. */
export async function createWebhookAction(
  slug: string,
  _previous: FormState<IssuedSecret>,
  data: FormData,
): Promise<FormState<IssuedSecret>> {
  const { ctx } = await workspacePage(slug);
  const state = await runForm(createWebhook, ctx, fieldsOf(data));
  if (state.ok) refresh();
  return issued(state);
}

/** Form data: as for a new one, and `version`, which the change was made on. */
export async function updateWebhookAction(
  slug: string,
  webhookId: string,
  _previous: FormState,
  data: FormData,
): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const input = { webhookId, version: Number(data.get("version")), ...fieldsOf(data) };
  return refreshed(await runForm(updateWebhook, ctx, input));
}

export async function rotateWebhookSecretAction(
  slug: string,
  webhookId: string,
  _previous: FormState<IssuedSecret>,
  _data: FormData,
): Promise<FormState<IssuedSecret>> {
  const { ctx } = await workspacePage(slug);
  const state = await runForm(rotateWebhookSecret, ctx, { webhookId });
  refresh();
  return issued(state);
}

export async function setWebhookEnabledAction(slug: string, webhookId: string, isEnabled: boolean): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(setWebhookEnabled, ctx, { webhookId, isEnabled }));
}

export async function sendTestEventAction(slug: string, webhookId: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(sendTestEvent, ctx, { webhookId }));
}

export async function retryDeliveryAction(slug: string, deliveryId: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(retryDelivery, ctx, { deliveryId }));
}

/** Ends on the list. */
export async function deleteWebhookAction(slug: string, webhookId: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const state = await runForm(deleteWebhook, ctx, { webhookId });
  if (state.ok) redirect(asRoute(webhooksPath(slug)));
  return refreshed(state);
}

function fieldsOf(data: FormData) {
  return { url: data.get("url"), description: data.get("description") ?? "", events: data.getAll("events") };
}

function issued({ data, ...state }: FormState<{ webhook: Webhook; secret: string }>): FormState<IssuedSecret> {
  if (data === undefined) return state;
  return { ...state, data: { secret: data.secret, previousSecretEndsAt: data.webhook.previousSecretEndsAt } };
}

function refreshed(state: FormState): FormState {
  refresh();
  return state.ok ? { ok: true } : state;
}

"use server";

import { refresh } from "next/cache";
import type { IssuedSecret } from "#components/webhooks/secret-panel.tsx";
import {
  createDestination,
  deleteDestination,
  moveDelivery,
  rotateDestinationSecret,
  setDestinationPaused,
  testDestination,
  updateDestination,
} from "#lib/audit-delivery/index.ts";
import type { Destination } from "#lib/audit-delivery/schemas.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type FormState, refusalState, runForm } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

/** Form data: `name`, `url`, `streams`, `startsAt`. */
export async function createDestinationAction(
  slug: string,
  _previous: FormState<IssuedSecret>,
  data: FormData,
): Promise<FormState<IssuedSecret>> {
  const { ctx } = await workspacePage(slug);
  const input = { ...fieldsOf(data), startsAt: data.get("startsAt") };
  return issued(await runForm(createDestination, ctx, input));
}

/** Form data: as for a new one, without where it begins, and `version`, which the change was made on. */
export async function updateDestinationAction(
  slug: string,
  destinationId: string,
  _previous: FormState,
  data: FormData,
): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const input = { destinationId, version: Number(data.get("version")), ...fieldsOf(data) };
  return refreshed(await runForm(updateDestination, ctx, input));
}

export async function rotateDestinationSecretAction(
  slug: string,
  destinationId: string,
  _previous: FormState<IssuedSecret>,
  _data: FormData,
): Promise<FormState<IssuedSecret>> {
  const { ctx } = await workspacePage(slug);
  return issued(await runForm(rotateDestinationSecret, ctx, { destinationId }));
}

/** Form data: `stream`, `by` (`time` or `leaf`), `time` (in UTC) or `leaf`, `why`. */
export async function moveDeliveryAction(
  slug: string,
  destinationId: string,
  _previous: FormState,
  data: FormData,
): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const to = data.get("by") === "leaf" ? { leaf: leafOf(data) } : { time: timeOf(data) };
  const input = { destinationId, stream: data.get("stream"), to, why: data.get("why") };
  return refreshed(await runForm(moveDelivery, ctx, input));
}

export async function setDestinationPausedAction(
  slug: string,
  destinationId: string,
  isPaused: boolean,
): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(setDestinationPaused, ctx, { destinationId, isPaused }));
}

/** Ends when the receiver has answered, or hasn't in time. */
export async function testDestinationAction(slug: string, destinationId: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  try {
    await testDestination(ctx, destinationId);
    return refreshed({ ok: true });
  } catch (error) {
    if (!isAppError(error)) throw error;
    return refreshed(await refusalState(error));
  }
}

export async function deleteDestinationAction(slug: string, destinationId: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(deleteDestination, ctx, { destinationId }));
}

function fieldsOf(data: FormData) {
  return { name: data.get("name"), url: data.get("url"), streams: data.getAll("streams") };
}

function leafOf(data: FormData): number {
  const typed = String(data.get("leaf") ?? "").trim();
  return typed === "" ? Number.NaN : Number(typed);
}

/** What the field gives has no zone: the form says that it is UTC. */
function timeOf(data: FormData): string {
  const at = new Date(`${String(data.get("time") ?? "")}Z`);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

type Made = { readonly destination: Destination; readonly secret: string };

function issued({ data, ...state }: FormState<Made>): FormState<IssuedSecret> {
  refresh();
  if (!state.ok || data === undefined) return state;
  const { secret, destination } = data;
  return { ok: true, data: { secret, previousSecretEndsAt: destination.previousSecretEndsAt } };
}

function refreshed(state: FormState): FormState {
  refresh();
  return state.ok ? { ok: true } : state;
}

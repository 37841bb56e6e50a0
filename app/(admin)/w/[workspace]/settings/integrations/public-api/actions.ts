"use server";

import { refresh } from "next/cache";
import type { CreatedApiKey } from "#components/api-keys/created-key-panel.tsx";
import type { OwnerOption } from "#components/api-keys/owner-field.tsx";
import type { ProjectOption } from "#components/api-keys/projects-field.tsx";
import type { PolicyOffer } from "#components/api-keys/use-policy-offer.ts";
import {
  approveApiKey,
  changeBudgets,
  changeDescription,
  changeRestrictions,
  createApiKey,
  declineApiKey,
  endOverlap,
  markHandover,
  reassignApiKey,
  resumeApiKey,
  resumeWrites,
  revokeApiKey,
  rotateApiKey,
  suspendApiKey,
} from "#lib/api-keys/index.ts";
import type { HandoverStep } from "#lib/api-keys/schemas.ts";
import { listEnvironmentPolicies } from "#lib/environment-policy/index.ts";
import { Environment } from "#lib/environments/index.ts";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { listMembers } from "#lib/members/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { listAllProjects } from "./all-projects.ts";
import { addressesOf, hoursOf, projectIdsOf } from "./restrictions-form-data.ts";

export async function createApiKeyAction(
  slug: string,
  _previous: FormState<CreatedApiKey>,
  data: FormData,
): Promise<FormState<CreatedApiKey>> {
  const { ctx } = await workspacePage(slug);
  const input = {
    name: data.get("name"),
    ...(data.has("replacesKeyId") && { replacesKeyId: data.get("replacesKeyId") }),
    description: data.get("description") ?? "",
    clientKind: data.get("clientKind"),
    environment: data.get("environment"),
    access: data.get("access"),
    ...(data.get("access") === "custom" && { scopes: data.getAll("scopes") }),
    ...(data.has("ownerUserId") && { ownerUserId: ownerOf(data) }),
    ...restrictionsOf(data),
    ...(data.has("rotateEveryDays") && { rotateEveryDays: numberOf(data, "rotateEveryDays") }),
    ...(data.has("expiresInSeconds") && { expiresInSeconds: numberOf(data, "expiresInSeconds") }),
  };
  const state = await runForm(createApiKey, ctx, input);
  if (state.ok) refresh();
  return state;
}

export async function rotateApiKeyAction(
  slug: string,
  apiKeyId: string,
  _previous: FormState<CreatedApiKey>,
  data: FormData,
): Promise<FormState<CreatedApiKey>> {
  const { ctx } = await workspacePage(slug);
  const state = await runForm(rotateApiKey, ctx, { apiKeyId, overlapSeconds: numberOf(data, "overlapSeconds") });
  // Refused because somebody else was quicker: the page shows what they did.
  refresh();
  return state;
}

export async function suspendApiKeyAction(slug: string, apiKeyId: string, reason: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(suspendApiKey, ctx, { apiKeyId, ...withReason(reason) }));
}

export async function resumeApiKeyAction(slug: string, apiKeyId: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(resumeApiKey, ctx, { apiKeyId }));
}

export async function resumeWritesAction(slug: string, apiKeyId: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(resumeWrites, ctx, { apiKeyId }));
}

export async function markHandoverAction(
  slug: string,
  apiKeyId: string,
  step: HandoverStep,
  isDone: boolean,
): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(markHandover, ctx, { apiKeyId, step, isDone }));
}

export async function approveApiKeyAction(
  slug: string,
  apiKeyId: string,
  version: number,
  comment: string,
): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(approveApiKey, ctx, { apiKeyId, version, comment }));
}

export async function declineApiKeyAction(slug: string, apiKeyId: string, comment: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(declineApiKey, ctx, { apiKeyId, comment }));
}

export async function reassignApiKeyAction(
  slug: string,
  apiKeyId: string,
  _previous: FormState,
  data: FormData,
): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(reassignApiKey, ctx, { apiKeyId, ownerUserId: ownerOf(data) }));
}

export async function changeDescriptionAction(
  slug: string,
  apiKeyId: string,
  _previous: FormState,
  data: FormData,
): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const input = { apiKeyId, version: numberOf(data, "version"), description: data.get("description") };
  return refreshed(await runForm(changeDescription, ctx, input));
}

export async function changeBudgetsAction(
  slug: string,
  apiKeyId: string,
  _previous: FormState,
  data: FormData,
): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const input = {
    apiKeyId,
    version: numberOf(data, "version"),
    requestsPerMinute: numberOrNone(data, "requestsPerMinute"),
    writesPerMinute: numberOrNone(data, "writesPerMinute"),
    writesPerHour: numberOrNone(data, "writesPerHour"),
  };
  return refreshed(await runForm(changeBudgets, ctx, input));
}

export async function changeRestrictionsAction(
  slug: string,
  apiKeyId: string,
  _previous: FormState,
  data: FormData,
): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  const input = {
    apiKeyId,
    version: numberOf(data, "version"),
    allowedAddresses: addressesOf(data),
    allowedHours: hoursOf(data),
    projectIds: projectIdsOf(data),
  };
  return refreshed(await runForm(changeRestrictions, ctx, input));
}

export async function endOverlapAction(slug: string, apiKeyId: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(endOverlap, ctx, { apiKeyId }));
}

export async function revokeApiKeyAction(slug: string, apiKeyId: string, reason: string): Promise<FormState> {
  const { ctx } = await workspacePage(slug);
  return refreshed(await runForm(revokeApiKey, ctx, { apiKeyId, ...withReason(reason) }));
}

/** Whom a key can belong to: the members. Empty for those who may not see them. */
export async function loadOwnersAction(slug: string): Promise<OwnerOption[]> {
  const { ctx } = await workspacePage(slug);
  const { data } = await runForm(listMembers, ctx, {});
  return (data?.items ?? []).map(({ id, name, email }) => ({ id, name, email }));
}

/** What each environment's policy offers and asks of a new key. */
export async function loadOffersAction(slug: string): Promise<Record<Environment, PolicyOffer> | null> {
  const { ctx } = await workspacePage(slug);
  const { data } = await runForm(listEnvironmentPolicies, ctx, {});
  if (!data) return null;
  const offers = data.items.map(({ environment, isRotationRequired, rotateEveryDays, ...policy }) => {
    const { requestsPerMinute, writesPerMinute, writesPerHour, maxAgeDays, isKeyApprovalRequired } = policy;
    const requiredRotationDays = isRotationRequired ? rotateEveryDays : null;
    return [
      environment,
      { requestsPerMinute, writesPerMinute, writesPerHour, maxAgeDays, requiredRotationDays, isKeyApprovalRequired },
    ] as const;
  });
  return byEnvironment(offers);
}

/** The operation's output has every environment once. */
function byEnvironment<T>(entries: readonly (readonly [Environment, T])[]): Record<Environment, T> {
  return Object.fromEntries(entries) as Record<Environment, T>;
}

/** What a key of the environment can be confined to. */
export async function loadProjectsAction(slug: string, environment: string): Promise<ProjectOption[] | null> {
  const { ctx } = await workspacePage(slug);
  const parsed = Environment.safeParse(environment);
  return parsed.success ? listAllProjects({ ...ctx, environment: parsed.data }) : null;
}

function restrictionsOf(data: FormData) {
  const [allowedHours, projectIds] = [hoursOf(data), projectIdsOf(data)];
  return {
    allowedAddresses: addressesOf(data),
    ...(allowedHours !== null && { allowedHours }),
    ...(projectIds !== null && { projectIds }),
    ...(isGiven(data, "requestsPerMinute") && { requestsPerMinute: numberOf(data, "requestsPerMinute") }),
    ...(isGiven(data, "writesPerMinute") && { writesPerMinute: numberOf(data, "writesPerMinute") }),
    ...(isGiven(data, "writesPerHour") && { writesPerHour: numberOf(data, "writesPerHour") }),
  };
}

/** What was chosen but is no number must be refused, never taken for "none". */
function numberOf(data: FormData, name: string): number {
  const text = data.get(name);
  return text === null || text === "" ? Number.NaN : Number(text);
}

function isGiven(data: FormData, name: string): boolean {
  return (data.get(name) ?? "") !== "";
}

function numberOrNone(data: FormData, name: string): number | null {
  return isGiven(data, name) ? numberOf(data, name) : null;
}

/** Empty: the workspace itself. */
function ownerOf(data: FormData) {
  const value = data.get("ownerUserId");
  return value === "" ? null : value;
}

function withReason(reason: string) {
  return reason.trim() === "" ? {} : { reason };
}

function refreshed(state: FormState): FormState {
  refresh();
  return state.ok ? { ok: true } : state;
}

"use server";

import { redirect } from "next/navigation";
import type { PolicyPreview } from "#components/security/policy-preview.tsx";
import { asRoute } from "#components/ui/route.ts";
import { previewEnvironmentPolicy } from "#lib/api-keys/index.ts";
import { PolicySettings, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { type FormState, refusalState, runForm } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { securityPath } from "./params.ts";
import { settingsOf, valuesOf } from "./policy-form-data.ts";

/**
 * Shows first whom the settings would hit; saves them when they are sent again as they were shown.
 * Form data: the settings, and `previewed`, the settings that the preview on the page is about.
 */
export async function savePolicyAction(
  slug: string,
  environment: Environment,
  version: number,
  _previous: FormState<PolicyPreview>,
  data: FormData,
): Promise<FormState<PolicyPreview>> {
  const { ctx } = await workspacePage(slug);
  const values = valuesOf(data);
  const input = settingsOf(data);
  const settings = PolicySettings.safeParse(input);
  if (!settings.success) return { ...(await invalid(input)), values };
  const previewed = JSON.stringify(settings.data);
  if (data.get("previewed") === previewed) {
    const state = await runForm(setEnvironmentPolicy, ctx, { environment, version, settings: settings.data });
    if (state.ok) redirect(asRoute(`${securityPath(slug)}?saved=${environment}`));
    const { data: _, ...refusal } = state;
    return { ...refusal, values };
  }
  const preview = await runForm(previewEnvironmentPolicy, ctx, { environment, settings: settings.data });
  if (preview.data === undefined) return { ok: false, ...(preview.message && { message: preview.message }), values };
  return { ok: true, values, data: { ...preview.data, previewed } };
}

/** What the schema refuses, at each field. */
function invalid(input: unknown): Promise<FormState<never>> {
  const issues = PolicySettings.safeParse(input).error?.issues ?? [];
  const fieldErrors = Object.fromEntries(issues.map(({ path, message }) => [String(path[0] ?? ""), [message]]));
  const error = new AppError("validation", "The policy is not valid.", { fieldErrors });
  return refusalState(error, { schema: PolicySettings, input });
}

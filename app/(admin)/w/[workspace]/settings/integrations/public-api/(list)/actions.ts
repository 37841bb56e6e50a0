"use server";

import { refresh } from "next/cache";
import { cookies } from "next/headers";
import { KEY_COLUMNS, KEY_COLUMNS_COOKIE, type KeyColumn } from "#components/api-keys/columns.ts";
import { previewSeveral, revokeSeveral, suspendSeveral } from "#lib/api-keys/index.ts";
import type { KeySelection, SeveralKeysOutput, SeveralKeysPreview } from "#lib/api-keys/schemas.ts";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

const YEAR_SECONDS = 365 * 86_400;

/** Remembers which columns of the list are shown in this browser. */
export async function rememberColumnsAction(columns: readonly KeyColumn[]): Promise<void> {
  const known = KEY_COLUMNS.filter((column) => columns.includes(column));
  (await cookies()).set(KEY_COLUMNS_COOKIE, known.join(","), { path: "/", maxAge: YEAR_SECONDS, sameSite: "lax" });
}

/** What a change of several keys would reach and break. */
export async function previewSeveralAction(
  slug: string,
  change: "revoke" | "suspend",
  keys: KeySelection,
): Promise<FormState<SeveralKeysPreview>> {
  const { ctx } = await workspacePage(slug);
  return runForm(previewSeveral, ctx, { change, keys });
}

/** Revokes or suspends the keys that a preview named. */
export async function changeSeveralAction(
  slug: string,
  change: "revoke" | "suspend",
  input: { apiKeyIds: string[]; reason: string; confirmation: string | null },
): Promise<FormState<SeveralKeysOutput>> {
  const { ctx } = await workspacePage(slug);
  const { apiKeyIds, reason, confirmation } = input;
  const several = {
    apiKeyIds,
    ...(reason.trim() !== "" && { reason }),
    ...(confirmation !== null && { confirmation }),
  };
  const state = await runForm(change === "revoke" ? revokeSeveral : suspendSeveral, ctx, several, {
    reason: reason.trim() || null,
  });
  refresh();
  return state;
}

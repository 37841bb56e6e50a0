"use server";

import { refresh } from "next/cache";
import { parseQuery } from "#components/audit-log/query.ts";
import { cancelExport, exportAuditLog } from "#lib/audit-export/index.ts";
import type { AuditExport } from "#lib/audit-export/schemas.ts";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { filterOf } from "../filter.ts";

/** Form data: `format`. The rest of the question stands in the page's address, `search`. */
export async function exportAction(
  slug: string,
  search: string,
  _previous: FormState<AuditExport>,
  data: FormData,
): Promise<FormState<AuditExport>> {
  const { ctx } = await workspacePage(slug);
  const query = parseQuery(Object.fromEntries(new URLSearchParams(search)));
  const state = await runForm(exportAuditLog, ctx, { format: data.get("format"), filter: filterOf(query, ctx.now) });
  refresh();
  return state;
}

/** Form data: `exportId`. */
export async function cancelAction(
  slug: string,
  _previous: FormState<{ exportId: string }>,
  data: FormData,
): Promise<FormState<{ exportId: string }>> {
  const { ctx } = await workspacePage(slug);
  const state = await runForm(cancelExport, ctx, { exportId: data.get("exportId") });
  refresh();
  return state;
}

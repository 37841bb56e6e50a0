"use server";

import { parseQuery } from "#components/audit-log/query.ts";
import { exportAuditLog } from "#lib/audit-export/index.ts";
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
  return runForm(exportAuditLog, ctx, { format: data.get("format"), filter: filterOf(query, ctx.now) });
}

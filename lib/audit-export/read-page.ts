import type { Tx } from "#db/tenant.ts";
import { searchAuditLog } from "#lib/audit-log/index.ts";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import type { Context } from "#lib/kernel/index.ts";
import type { AuditExport, ExportEnds } from "./schemas.ts";

const PAGE = 500;

export interface Page {
  readonly items: readonly AuditLogItem[];
  /** Null: this was the last one. */
  readonly nextCursor: string | null;
}

/** Through the search itself, so that an export has exactly what the screen shows; its events are not one for each page. */
export async function readPage(
  tx: Tx,
  ctx: Context,
  { filter, requestedAt }: AuditExport,
  cursor: string | null,
): Promise<Page> {
  const asOf = { ...ctx, now: new Date(requestedAt) };
  const to = filter.to !== undefined && new Date(filter.to) < asOf.now ? filter.to : requestedAt;
  const input = searchAuditLog.input.parse({ ...filter, to, limit: PAGE, ...(cursor !== null && { cursor }) });
  return searchAuditLog.output.parse((await searchAuditLog.run(tx, asOf, input)).output);
}

/** The ends of what was read, with one more page at its older end. */
export function endsWith({ first, last }: ExportEnds, items: readonly AuditLogItem[]): ExportEnds {
  return { first: first ?? endOf(items.at(0)), last: endOf(items.at(-1)) ?? last };
}

function endOf(event: AuditLogItem | undefined) {
  return event === undefined ? null : { id: event.id, occurredAt: event.occurredAt };
}

import type { Tx } from "#db/tenant.ts";
import type { Context } from "#lib/kernel/index.ts";
import { questionOf } from "./question.ts";
import type { AuditLogFilter } from "./schemas.ts";
import { between, WHOLE_EVENT, walk } from "./search-store.ts";
import type { AuditEventRow } from "./store.ts";

/**
 * The newest events that a filter finds, at most `max`, as they are stored.
 * @throws AppError `validation` when its query can't be understood
 */
export async function findEvents(
  tx: Tx,
  ctx: Context,
  filter: AuditLogFilter,
  max: number,
): Promise<readonly AuditEventRow[]> {
  const question = questionOf(filter, ctx.now);
  return walk(tx, ctx.workspaceId, question, between(question, null), max, WHOLE_EVENT);
}

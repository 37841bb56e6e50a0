import type { Tx } from "#db/tenant.ts";
import type { Context } from "#lib/kernel/index.ts";
import { questionOf } from "./question.ts";
import type { AuditLogFilter } from "./schemas.ts";
import { between, PLACE, walk } from "./search-store.ts";

/**
 * How many events a filter finds, at most `max`.
 * @throws AppError `validation` when its query can't be understood
 */
export async function countFound(tx: Tx, ctx: Context, filter: AuditLogFilter, max: number): Promise<number> {
  const question = questionOf(filter, ctx.now);
  return (await walk(tx, ctx.workspaceId, question, between(question, null), max, PLACE)).length;
}

import { setTimeout as wait } from "node:timers/promises";
import type { z } from "zod";
import { withWorkspace } from "#db/tenant.ts";
import type { Context } from "#lib/kernel/index.ts";
import { indexWorkspace } from "./index-audit-log.ts";
import { questionOf } from "./question.ts";
import { type AuditLogFilter, AuditLogItem } from "./schemas.ts";
import { countCovered, findLastPosition, listBetween } from "./tail-store.ts";
import { toItem } from "./view.ts";

/** So many events are looked at, and at most as many sent, at a time. */
const STEP = 200;
const EVERY_MS = 1_000;

/** What came, and from where on the next one goes. */
export interface TailBatch {
  readonly items: readonly { readonly position: number; readonly event: AuditLogItem }[];
  readonly position: number;
  /** How many events signed heads cover: more than before means that some that were not sealed yet may be now. */
  readonly covered: number;
}

export interface TailOptions {
  readonly signal: AbortSignal;
  /** Asked after each look, before anything of it is given out: false ends it. */
  readonly isAllowed?: () => Promise<boolean>;
  readonly everyMs?: number;
}

/**
 * Every event of the workspace that is indexed after a position and meets the filter, exactly once, in the order of the
 * positions. It gives a batch after each look, an empty one too. It holds nothing back: who doesn't ask for the next
 * batch costs nothing. It ends when it is no longer allowed, or is aborted.
 * @param ctx for whom `audit.tail` was admitted
 */
export async function* followAuditLog(
  ctx: Context,
  filter: z.output<typeof AuditLogFilter>,
  after: number,
  { signal, isAllowed = async () => true, everyMs = EVERY_MS }: TailOptions,
): AsyncGenerator<TailBatch, void, undefined> {
  const question = questionOf(filter, ctx.now);
  const tenant = { workspaceId: ctx.workspaceId, environment: null };
  for (let position = after; !signal.aborted; ) {
    // Also where no server is running whose job would do it.
    await indexWorkspace(ctx.workspaceId);
    const { rows, until, isMore, covered } = await withWorkspace(tenant, "read", async (tx) => {
      const last = await findLastPosition(tx);
      const span = { after: position, until: Math.max(position, Math.min(position + STEP, last)) };
      const found = span.until > span.after ? await listBetween(tx, ctx.workspaceId, question, span) : [];
      return { rows: found, until: span.until, isMore: span.until < last, covered: await countCovered(tx) };
    });
    if (!(await isAllowed())) return;
    position = until;
    const items = rows.map((row) => ({ position: Number(row.position), event: AuditLogItem.parse(toItem(row)) }));
    yield { items, position, covered };
    if (!isMore) await wait(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

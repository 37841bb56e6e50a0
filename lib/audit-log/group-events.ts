import type { Tx } from "#db/tenant.ts";
import type { Context } from "#lib/kernel/index.ts";
import { ACT, type Act } from "./facet-store.ts";
import { questionOf } from "./question.ts";
import { AuditLogFilter } from "./schemas.ts";
import { between, walk } from "./search-store.ts";

const MAX_COUNT = 2_000;

export interface ActGroup {
  /** The latest of them. */
  readonly latest: Act;
  readonly count: number;
}

export interface GroupedEvents {
  /** At most 2,000. */
  readonly count: number;
  readonly isCapped: boolean;
  /** The most frequent first. */
  readonly groups: readonly ActGroup[];
}

interface Asked {
  readonly query: string;
  /** Inclusive; null: from the beginning. */
  readonly from: Date | null;
  /** Exclusive. */
  readonly until: Date;
}

/** What a query finds in a span of time, in groups; the newest 2,000 events at most, however large the log is. */
export async function groupEvents(
  tx: Tx,
  ctx: Context,
  { query, from, until }: Asked,
  groupOf: (act: Act) => string,
): Promise<GroupedEvents> {
  const span = { ...(from && { from: from.toISOString() }), to: until.toISOString() };
  const question = questionOf(AuditLogFilter.parse({ query, ...span }), ctx.now);
  const acts = await walk(tx, ctx.workspaceId, question, between(question, null), MAX_COUNT + 1, ACT);
  const counted = acts.slice(0, MAX_COUNT);
  const groups = [...Map.groupBy(counted, groupOf).values()]
    .flatMap((group) => (group[0] === undefined ? [] : [{ latest: group[0], count: group.length }]))
    .toSorted((one, other) => other.count - one.count);
  return { count: counted.length, isCapped: acts.length > MAX_COUNT, groups };
}

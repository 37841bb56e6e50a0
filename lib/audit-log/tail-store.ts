import { and, sql } from "drizzle-orm";
import type { Tx } from "#db/tenant.ts";
import { AUDIT_STREAMS } from "#lib/audit/schemas.ts";
import { conditionsOf, IS_BROWSER_READ } from "./condition-store.ts";
import { indexQuery } from "./index-query.ts";
import type { Question } from "./question.ts";
import { WHOLE_EVENT } from "./search-store.ts";
import type { AuditEventRow } from "./store.ts";

/** The position of the event that was indexed last; 0: none was. */
export async function findLastPosition(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ position: string }>(sql`
    select coalesce(max(last_position), 0) as position from audit_search_progress`);
  return Number(row?.position ?? 0);
}

/** How many events signed heads cover, in all streams together: it grows with each head. */
export async function countCovered(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ covered: string | null }>(sql`
    select sum((select max(h.size) from audit_heads h where h.stream = s.stream)) as covered
    from jsonb_array_elements_text(${JSON.stringify(AUDIT_STREAMS)}::jsonb) as s(stream)`);
  return Number(row?.covered ?? 0);
}

export interface Span {
  /** Exclusive. */
  readonly after: number;
  /** Inclusive. */
  readonly until: number;
}

export type PlacedRow = AuditEventRow & {
  /** As text: the driver gives large numbers so. */
  readonly position: string;
};

/** What a question finds between two positions, in their order. */
export async function listBetween(
  tx: Tx,
  workspaceId: string,
  { terms, from, to, hidesBrowserReads }: Question,
  { after, until }: Span,
): Promise<PlacedRow[]> {
  const { text, unsure } = indexQuery(terms, workspaceId);
  const rows = await tx.execute(sql`
    select s.position, ${WHOLE_EVENT.columns} from audit_search s join audit_events using (occurred_at, id)
    where ${and(
      sql`s.position > ${after}::bigint and s.position <= ${until}::bigint`,
      text === null ? undefined : sql`s.words @@ ${text}::tsquery`,
      hidesBrowserReads ? sql`not ${IS_BROWSER_READ}` : undefined,
      from === null ? undefined : sql`s.occurred_at >= ${from}::timestamptz`,
      to === null ? undefined : sql`s.occurred_at < ${to}::timestamptz`,
      conditionsOf(unsure),
    )}
    order by s.position`);
  return [...rows] as unknown as PlacedRow[];
}

import { and, or, type SQL, sql } from "drizzle-orm";
import { auditEvents } from "#db/schema/index.ts";
import { type Field, type Term, type Value, wordsOf } from "#lib/audit-query/index.ts";

/** The columns that each field compares; those of words and addresses are compared in ways of their own. */
const COLUMNS = {
  tool: [auditEvents.tool],
  action: [auditEvents.action],
  key: [auditEvents.credentialName, auditEvents.credentialId],
  client: [auditEvents.clientName],
  user: [auditEvents.userId, auditEvents.userName, auditEvents.userEmail],
  status: [auditEvents.status],
  env: [sql`coalesce(${auditEvents.environment}, 'none')`],
  channel: [auditEvents.channel],
  effect: [auditEvents.effect],
  target: [
    auditEvents.targetType,
    auditEvents.targetId,
    auditEvents.targetLabel,
    sql`split_part(${auditEvents.targetLabel}, ' ', 1)`,
  ],
  request: [auditEvents.requestId, auditEvents.traceId],
} as const satisfies Partial<Record<Field, readonly unknown[]>>;

/** What people merely looked at in the browser. */
export const IS_BROWSER_READ = sql`(${auditEvents.channel} = 'browser' and ${auditEvents.effect} = 'read' and ${auditEvents.status} = 'success')`;

/** The condition on the events themselves: right for every event, whether it is in the index or not. */
export function conditionOf({ field, isNegated, values }: Term): SQL | undefined {
  const isMet = or(...values.map((value) => valueCondition(field, value)));
  return isNegated ? sql`(${isMet}) is not true` : isMet;
}

export function conditionsOf(terms: readonly Term[]): SQL | undefined {
  return and(...terms.map(conditionOf));
}

function valueCondition(field: Field | null, value: Value): SQL | undefined {
  if (field === null) return contains(sql`audit_search_text(${auditEvents})`, value);
  if (field === "reason") return contains(sql`audit_reason_text(${auditEvents})`, value);
  if (field === "ip") return sql`${auditEvents.ip} <<= ${value.text}::inet`;
  // Moments are in the span of time.
  if (field === "after" || field === "before" || field === "on") return undefined;
  return or(...COLUMNS[field].map((column) => compared(sql`lower(${column}::text)`, value)));
}

function compared(column: SQL, { text, isPrefix }: Value): SQL {
  const wanted = text.toLowerCase();
  return isPrefix ? sql`starts_with(${column}, ${wanted}::text)` : sql`${column} = ${wanted}::text`;
}

/** Both sides have one space around each word. */
function contains(text: SQL, value: Value): SQL {
  const words = ` ${wordsOf(value.text).join(" ")}`;
  return sql`strpos(${text}, ${value.isPrefix ? words : `${words} `}::text) > 0`;
}

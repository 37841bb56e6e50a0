import { AUDIT_RANGES as RANGES } from "#lib/audit-log/schemas.ts";
import { type Field, MAX_QUERY_LENGTH, parseQueryText, withTerm } from "#lib/audit-query/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";

export type Range = (typeof RANGES)[number];
export const DEFAULT_RANGE = "24h" satisfies Range;

/** What the address says, each part already one of the known values; null where it says nothing. */
export interface AuditQuery {
  /** In the query language. */
  readonly q: string;
  readonly range: Range;
  /** ISO 8601 moments; a range that is named in the address takes their place. */
  readonly from: string | null;
  readonly to: string | null;
  readonly browserReads: boolean;
  readonly cursor: string | null;
}

/** Parameters that other pages and older links use, as the words of the query language that they stand for. */
const WORDS = {
  tool: "tool",
  action: "action",
  key: "key",
  status: "status",
  channel: "channel",
  environment: "env",
} as const satisfies Record<string, Field>;

type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** Reads the address. What is unknown or broken counts as not said: a link never fails for an old or cut-off part. */
export function parseQuery(params: SearchParams): AuditQuery {
  const text = (name: string, maxLength = 128) => {
    const value = params[name];
    const trimmed = (typeof value === "string" ? value : "").trim();
    return trimmed === "" ? null : trimmed.slice(0, maxLength);
  };
  const moment = (name: string) => {
    const value = text(name);
    const time = value === null ? Number.NaN : Date.parse(value);
    return Number.isNaN(time) ? null : new Date(time).toISOString();
  };
  const range = RANGES.find((known) => known === text("range")) ?? null;
  return {
    q: Object.entries(WORDS).reduce(
      (q, [name, word]) => withKnown(q, word, text(name)),
      text("q", MAX_QUERY_LENGTH) ?? "",
    ),
    range: range ?? DEFAULT_RANGE,
    from: range === null ? moment("from") : null,
    to: range === null ? moment("to") : null,
    browserReads: text("reads") === "shown",
    cursor: text("cursor", 400),
  };
}

function withKnown(q: string, field: Field, value: string | null): string {
  if (value === null) return q;
  const next = withTerm(q, field, value);
  // A value that isn't one of the field's is as good as none.
  return parseQueryText(next).problems.length > parseQueryText(q).problems.length ? q : next;
}

/** The query as an address writes it, without what is the default. The event that is open is no part of it. */
export function writeQuery({ q, range, from, to, browserReads, cursor }: AuditQuery): string {
  const params = new URLSearchParams();
  if (q) params.set("q", q);
  if (from ?? to) {
    if (from) params.set("from", from);
    if (to) params.set("to", to);
  } else if (range !== DEFAULT_RANGE) params.set("range", range);
  if (browserReads) params.set("reads", "shown");
  if (cursor) params.set("cursor", cursor);
  return params.size > 0 ? `?${params}` : "";
}

/** The query with some parts changed; another question begins at its first page. */
export function changedQuery(query: AuditQuery, change: Partial<AuditQuery>): AuditQuery {
  return { ...query, cursor: null, ...change };
}

export function hasFilters({ q }: AuditQuery): boolean {
  return q !== "";
}

/** The moments that the query spans. */
export function spanOf(query: AuditQuery, now: Date): { readonly from: string | null; readonly to: string | null } {
  if (query.from ?? query.to) return { from: query.from, to: query.to };
  const hours = HOURS[query.range];
  return { from: hours === null ? null : new Date(now.getTime() - hours * HOUR_MS).toISOString(), to: null };
}

const HOURS = { "1h": 1, "24h": 24, "7d": 7 * 24, "30d": 30 * 24, all: null } as const satisfies Record<
  Range,
  number | null
>;

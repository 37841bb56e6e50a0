import { AUDIT_STATUS_OPTIONS, CHANNEL_OPTIONS } from "#lib/audit-log/schemas.ts";
import { MAX_QUERY_LENGTH } from "#lib/audit-query/index.ts";
import { ENVIRONMENTS } from "#lib/environments/environment.ts";

export const RANGES = ["1h", "24h", "7d", "30d", "all"] as const;
export type Range = (typeof RANGES)[number];
export const DEFAULT_RANGE = "24h" satisfies Range;

/** What the address says, each part already one of the known values; null where it says nothing. */
export interface AuditQuery {
  readonly q: string;
  readonly tool: string | null;
  readonly action: string | null;
  readonly key: string | null;
  readonly status: (typeof AUDIT_STATUS_OPTIONS)[number] | null;
  readonly channel: (typeof CHANNEL_OPTIONS)[number] | null;
  readonly environment: (typeof ENVIRONMENTS)[number] | null;
  readonly range: Range;
  /** ISO 8601 moments; a range that is named in the address takes their place. */
  readonly from: string | null;
  readonly to: string | null;
  readonly browserReads: boolean;
  readonly cursor: string | null;
}

/** The parts that narrow what is shown, and that a chip can remove. */
export const FILTERS = ["q", "tool", "action", "key", "status", "channel", "environment"] as const;
export type Filter = (typeof FILTERS)[number];

type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** Reads the address. What is unknown or broken counts as not said: a link never fails for an old or cut-off part. */
export function parseQuery(params: SearchParams): AuditQuery {
  const text = (name: string, maxLength = 128) => {
    const value = params[name];
    const trimmed = (typeof value === "string" ? value : "").trim();
    return trimmed === "" ? null : trimmed.slice(0, maxLength);
  };
  const one = <T extends string>(name: string, known: readonly T[]) =>
    known.find((value) => value === text(name)) ?? null;
  const moment = (name: string) => {
    const value = text(name);
    const time = value === null ? Number.NaN : Date.parse(value);
    return Number.isNaN(time) ? null : new Date(time).toISOString();
  };
  const range = one("range", RANGES);
  return {
    q: text("q", MAX_QUERY_LENGTH) ?? "",
    tool: text("tool"),
    action: text("action"),
    key: text("key", 80),
    status: one("status", AUDIT_STATUS_OPTIONS),
    channel: one("channel", CHANNEL_OPTIONS),
    environment: one("environment", ENVIRONMENTS),
    range: range ?? DEFAULT_RANGE,
    from: range === null ? moment("from") : null,
    to: range === null ? moment("to") : null,
    browserReads: text("reads") === "shown",
    cursor: text("cursor", 400),
  };
}

/** A key is named by its id, or by its name. */
export function isKeyId(key: string | null): boolean {
  return key !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key);
}

/** The query as an address writes it, without what is the default. The event that is open is no part of it. */
export function writeQuery(query: AuditQuery): string {
  const { range, browserReads, from, to, ...rest } = query;
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) if (value) params.set(name, value);
  if (from ?? to) {
    if (from) params.set("from", from);
    if (to) params.set("to", to);
  } else if (range !== DEFAULT_RANGE) params.set("range", range);
  if (browserReads) params.set("reads", "shown");
  return params.size > 0 ? `?${params}` : "";
}

/** The query with some parts changed; another question begins at its first page. */
export function changedQuery(query: AuditQuery, change: Partial<AuditQuery>): AuditQuery {
  return { ...query, cursor: null, ...change };
}

export function hasFilters(query: AuditQuery): boolean {
  return FILTERS.some((name) => Boolean(query[name]));
}

/** The moments that the query spans. */
export function spanOf(query: AuditQuery, now: Date): { readonly from: string | null; readonly to: string | null } {
  if (query.from ?? query.to) return { from: query.from, to: query.to };
  const hours = HOURS[query.range];
  return { from: hours === null ? null : new Date(now.getTime() - hours * 3_600_000).toISOString(), to: null };
}

const HOURS = { "1h": 1, "24h": 24, "7d": 7 * 24, "30d": 30 * 24, all: null } as const satisfies Record<
  Range,
  number | null
>;

import type { AuditView, ViewSearch } from "#lib/audit-views/schemas.ts";
import { type AuditQuery, DEFAULT_RANGE } from "./query.ts";

/** What a view would keep of the address: everything but the page. */
export function searchOf({ q, range, from, to, browserReads }: AuditQuery): ViewSearch {
  const hasMoments = from !== null || to !== null;
  return { query: q, range: hasMoments ? null : range, from, to, showsBrowserReads: browserReads };
}

/** A view as an address says it. */
export function queryOfView({ search }: Pick<AuditView, "search">): AuditQuery {
  const { query: q, range, from, to, showsBrowserReads: browserReads } = search;
  return { q, range: range ?? DEFAULT_RANGE, from, to, browserReads, cursor: null };
}

/** Whether the address says what the view does. */
export function isShown(view: Pick<AuditView, "search">, query: AuditQuery): boolean {
  return JSON.stringify(searchOf(query)) === JSON.stringify(searchOf(queryOfView(view)));
}

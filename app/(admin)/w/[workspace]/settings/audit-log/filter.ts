import { type AuditQuery, spanOf } from "#components/audit-log/query.ts";

/** What the address asks for, as the search and the export take it. */
export function filterOf(query: AuditQuery, now: Date) {
  const { from, to } = spanOf(query, now);
  return {
    hidesBrowserReads: !query.browserReads,
    ...(from !== null && { from }),
    ...(to !== null && { to }),
    ...(query.q !== "" && { query: query.q }),
  };
}

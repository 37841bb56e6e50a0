export { getAuditEvent } from "./get-audit-event.ts";
export { listAuditFacets } from "./list-audit-facets.ts";
export { searchAuditLog } from "./search-audit-log.ts";

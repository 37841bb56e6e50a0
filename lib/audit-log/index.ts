export { countFound } from "./count-found.ts";
export { findUnindexedAt } from "./facet-store.ts";
export { getAuditEvent } from "./get-audit-event.ts";
export { type ActGroup, groupEvents } from "./group-events.ts";
export { indexAuditLog, indexWorkspace } from "./index-audit-log.ts";
export { listAuditFacets } from "./list-audit-facets.ts";
export { searchAuditLog } from "./search-audit-log.ts";
export { summariseAuditLog } from "./summarise-audit-log.ts";

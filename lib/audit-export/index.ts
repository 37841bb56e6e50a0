export { exportAuditLog } from "./export-audit-log.ts";
export { getExportManifest, openExport } from "./open-export.ts";
export { readExport } from "./read-export.ts";

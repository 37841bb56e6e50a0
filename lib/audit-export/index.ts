export { cancelExport } from "./cancel-export.ts";
export { exportAuditLog } from "./export-audit-log.ts";
export { listExports } from "./list-exports.ts";
export { getExportManifest, openExport } from "./open-export.ts";
export { prepareExports, prepareOf } from "./prepare-exports.ts";
export { readExport } from "./read-export.ts";

export { cancelExport } from "./cancel-export.ts";
export { exportAuditLog } from "./export-audit-log.ts";
export { listExports } from "./list-exports.ts";
export { getExportManifest, MAX_RANGE_LENGTH, openExport } from "./open-export.ts";
export { prepareExports, prepareOf } from "./prepare-exports.ts";
export { finishExport, NOTHING_READ, readExport, readPieces } from "./read-export.ts";
export { readExportBytes } from "./read-parts.ts";

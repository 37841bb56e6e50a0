export { listRetention } from "./list-retention.ts";
export { previewRetention } from "./preview-retention.ts";
export { removeExpired } from "./remove-expired.ts";
export { applyRetention, type Removed, runRetention } from "./run-retention.ts";
export { setRetention } from "./set-retention.ts";

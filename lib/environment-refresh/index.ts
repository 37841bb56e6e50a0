export { getRefresh } from "./get-refresh.ts";
export { previewRefresh } from "./preview-refresh.ts";
export { refreshStaging } from "./refresh-staging.ts";
export { drainRefreshes, startRefresh } from "./start-refresh.ts";

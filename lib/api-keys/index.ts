export type { AdmittedKey, Demand, OverBudget } from "./admitted-key.ts";
export {
  type Authentication,
  type AuthenticationFailure,
  authenticateApiKey,
} from "./authenticate.ts";
export { takeBudget } from "./budgets.ts";
export { changeBudgets } from "./change-budgets.ts";
export { changeDescription } from "./change-description.ts";
export { changeRestrictions } from "./change-restrictions.ts";
export { createApiKey } from "./create-api-key.ts";
export { approveApiKey, declineApiKey } from "./decide-on-key.ts";
export { type DueKey, findScheduledKey, listDueKeys } from "./due-keys.ts";
export { countDue as countDueKeys } from "./due-store.ts";
export { endOverlap } from "./end-overlap.ts";
export { endOverlaps } from "./end-overlaps.ts";
export { type EndingKey, findEndingKey, listEndingKeys } from "./ending-keys.ts";
export { countEnding as countEndingKeys } from "./ending-store.ts";
export { exportApiKeys, readKeyExport } from "./export-api-keys.ts";
export { closeFailureWindows } from "./failures.ts";
export { findApiKeysByName } from "./find-api-keys-by-name.ts";
export { findKeysOfTokens } from "./find-tokens.ts";
export { getApiKey } from "./get-api-key.ts";
export { getFirstCall } from "./get-first-call.ts";
export { pauseWritesOf } from "./hold-writes.ts";
export { drainLastUsed, noteUse } from "./last-used.ts";
export { listApiKeys } from "./list-api-keys.ts";
export { listApiKeyOwners } from "./list-owners.ts";
export { markHandover } from "./mark-handover.ts";
export { suspensionAt } from "./moments.ts";
export { pauseWrites, resumeWrites } from "./pause-writes.ts";
export { previewEnvironmentPolicy } from "./preview-environment-policy.ts";
export { previewSeveral } from "./preview-several.ts";
export { reassignApiKey } from "./reassign-api-key.ts";
export { reportLeak } from "./report-leak.ts";
export { listRestrictedKeys, moveKeyToProjects } from "./restricted-keys.ts";
export { revokeApiKey } from "./revoke-api-key.ts";
export { revokeSeveral } from "./revoke-several.ts";
export { rotateApiKey } from "./rotate-api-key.ts";
export { resumeApiKey, suspendApiKey } from "./suspend-api-key.ts";
export { suspendSeveral } from "./suspend-several.ts";
export { suspendWithin } from "./suspend-within.ts";

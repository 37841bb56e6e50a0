// What screens may know of keys: every name that the browser uses, from the files that define them.
export { normalizeRange } from "./allowed-addresses.ts";
export { AllowedHours, formatHours, parseHours } from "./allowed-hours.ts";
export {
  ApiKeyName,
  ApproveApiKeyInput,
  ChangeBudgetsInput,
  ChangeDescriptionInput,
  ChangeRestrictionsInput,
  CLIENT_KINDS,
  ClientKind,
  CreateApiKeyInput,
  DeclineApiKeyInput,
  followsNameConvention,
  MAX_BUDGET,
  MAX_DESCRIPTION_LENGTH,
  MAX_OVERLAP_SECONDS,
  MAX_ROTATION_DAYS,
  OVERLAPS,
  ROTATION_SCHEDULES,
} from "./create-schemas.ts";
export {
  accessOf,
  grantedScopes,
  type ResourceScopes,
  scopesByResource,
} from "./key-access.ts";
export { API_KEY_STATUSES, ApiKeyStatus, statusOfKey } from "./key-status.ts";
export { type KeyTemplate, templateOf } from "./key-template.ts";
export {
  API_KEY_SORTS,
  type ApiKeySort,
  OwnerFilter,
  ROTATION_FILTERS,
  type RotationFilter,
  STATUS_FILTERS,
  USE_FILTERS,
  unusedBy,
} from "./list-options.ts";
export { rotationDaysOf } from "./moments.ts";
export {
  levelOfScopes,
  levelsByResource,
  type ResourceLevels,
  type ScopeLevel,
  scopesOfLevel,
} from "./scope-levels.ts";
export {
  ApiKeyFilter,
  KeySelection,
  MAX_KEYS_AT_ONCE,
  PRODUCTION_CONFIRMATION,
  SeveralKeysInput,
  SeveralKeysOutput,
  SeveralKeysPreview,
} from "./several-schemas.ts";
export { readReason } from "./system-reason.ts";
export {
  ApiKey,
  ApiKeyId,
  ApiKeyOwner,
  ApiKeyUse,
  CALL_RULES,
  DatedPolicyHits,
  FirstCall,
  Handover,
  type HandoverStep,
  KeyDecision,
  KeyReplacement,
  ListedApiKey,
  MarkHandoverInput,
  PolicyHits,
  RotationProgress,
  RuleHits,
  WRITE_RULES,
} from "./view-schemas.ts";

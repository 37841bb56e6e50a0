export { DEFAULT_POLICIES } from "./defaults.ts";
export { getEnvironmentPolicy } from "./get-environment-policy.ts";
export { listEnvironmentPolicies } from "./list-environment-policies.ts";
export { PolicySettings } from "./schemas.ts";
export { setEnvironmentPolicy } from "./set-environment-policy.ts";
export { environmentPolicy } from "./view.ts";

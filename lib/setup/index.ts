export { SetUpInput, suggestSlug } from "./schemas.ts";
export { setUpFirstWorkspace } from "./set-up-first-workspace.ts";
export { createSetupToken, isSetupTokenOpen } from "./setup-token.ts";

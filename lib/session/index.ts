export { changePassword, chooseEnvironment, proveWithPassword, signIn, signOut } from "./actions.ts";
export { authHandler } from "./auth-options.ts";
export { findPerson, type Person, requestSource, requirePerson } from "./person.ts";
export { chooseLanguage, chooseTimeZone } from "./preferences.ts";
export { safeReturnTo } from "./safe-return-to.ts";
export { isStillPermitted } from "./still-permitted.ts";
export { type WorkspacePage, workspacePage } from "./workspace-page.ts";

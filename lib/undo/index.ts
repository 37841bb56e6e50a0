export { revertChanges } from "./revert-changes.ts";
export { revertCredential } from "./revert-credential.ts";

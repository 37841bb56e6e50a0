export { createWorkspace } from "./create-workspace.ts";
export type { Workspace } from "./schemas.ts";
export { listUserWorkspaces, listWorkspaces, type UserWorkspace } from "./store.ts";
export { whoami } from "./whoami.ts";

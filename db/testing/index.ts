export { type AuditRow, type ChangeRow, listAuditEvents, listChanges } from "./audit.ts";
export { ownerSql, superuserSql } from "./connections.ts";
export { keyContext, systemContext, userContext } from "./contexts.ts";
export { letKeysWrite } from "./let-keys-write.ts";
export { outputOf, refusalOf } from "./outcome.ts";
export { useOwnDatabase } from "./own-database.ts";
export { createPendingWrite } from "./pending-writes.ts";
export { createTestWorkspace, type TestUser, type TestWorkspace } from "./workspace.ts";

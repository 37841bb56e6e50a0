export { createAuditView } from "./create-view.ts";
export { deleteAuditView } from "./delete-view.ts";
export { listAuditViews } from "./list-views.ts";
export { updateAuditView } from "./update-view.ts";

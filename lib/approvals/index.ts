export { approvePendingWrite, rejectPendingWrite } from "./decide.ts";
export { expireLapsedWrites, expirePendingWrites } from "./expire-pending-writes.ts";
export { getApproval } from "./get-approval.ts";
export { listApprovals } from "./list-approvals.ts";
export { countWaiting } from "./store.ts";
export { tellApprovers } from "./tell-approvers.ts";

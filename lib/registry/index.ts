import {
  approveApiKey,
  changeBudgets,
  changeDescription,
  changeRestrictions,
  createApiKey,
  declineApiKey,
  endOverlap,
  exportApiKeys,
  findApiKeysByName,
  getApiKey,
  getFirstCall,
  listApiKeyOwners,
  listApiKeys,
  pauseWrites,
  pauseWritesOf,
  previewEnvironmentPolicy,
  previewSeveral,
  reassignApiKey,
  reportLeak,
  resumeApiKey,
  resumeWrites,
  revokeApiKey,
  revokeSeveral,
  rotateApiKey,
  suspendApiKey,
  suspendSeveral,
} from "#lib/api-keys/index.ts";
import {
  approvePendingWrite,
  expirePendingWrites,
  getApproval,
  listApprovals,
  rejectPendingWrite,
  tellApprovers,
} from "#lib/approvals/index.ts";
import { getConsistency, getEvidence, getProof, verifyAuditLog } from "#lib/audit-evidence/index.ts";
import { cancelExport, exportAuditLog, getExportManifest, listExports, openExport } from "#lib/audit-export/index.ts";
import { getAuditEvent, listAuditFacets, searchAuditLog, summariseAuditLog } from "#lib/audit-log/index.ts";
import { getReview, listReviews, remindReviewers, setReviewSettings, signOffReview } from "#lib/audit-review/index.ts";
import { createAuditView, deleteAuditView, listAuditViews, updateAuditView } from "#lib/audit-views/index.ts";
import { addComment, listComments } from "#lib/comments/index.ts";
import { getEnvironmentPolicy, listEnvironmentPolicies, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { getRefresh, previewRefresh, refreshStaging } from "#lib/environment-refresh/index.ts";
import { listHistory } from "#lib/history/index.ts";
import type { Operation } from "#lib/kernel/index.ts";
import {
  addMember,
  changeMemberRole,
  listMemberDirectory,
  listMembers,
  removeMember,
  setMemberPassword,
} from "#lib/members/index.ts";
import {
  getOutboxMail,
  listDeliveries,
  listInbox,
  listOutbox,
  markAllRead,
  markRead,
  openNotification,
  retryMail,
} from "#lib/notifications/index.ts";
import { answerWrite, cancelWrite, confirmWrite, listOwnPendingWrites } from "#lib/pending-writes/index.ts";
import { createProject, getProject, listProjects, updateProject } from "#lib/projects/index.ts";
import { incidentReview, safeTaskCreation, weeklyPlanning } from "#lib/prompts/index.ts";
import {
  endSnooze,
  getKeyReminders,
  getReminderSettings,
  listDue,
  listEnding,
  queueReminders,
  setReminderSettings,
  snoozeReminders,
  suspendOverdueKey,
} from "#lib/reminders/index.ts";
import { onHeldForApproval, onTooManyRows } from "#lib/safe-writes/index.ts";
import {
  completeTask,
  createTask,
  deleteTask,
  getTask,
  listAssignees,
  listTasks,
  searchTasks,
  updateTask,
} from "#lib/tasks/index.ts";
import { revertChanges, revertCredential } from "#lib/undo/index.ts";
import { getUsage } from "#lib/usage/index.ts";
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  retryDelivery,
  rotateWebhookSecret,
  sendTestEvent,
  setWebhookEnabled,
  updateWebhook,
} from "#lib/webhooks/index.ts";
import { createWorkspace, whoami } from "#lib/workspaces/index.ts";
import { freezeWrites, liftFreeze, listFreezes } from "#lib/write-freeze/index.ts";

/** How a call that is repeated with its user's answer is executed. */
export const ANSWER_WRITE = answerWrite(() => OPERATIONS);

/** Every operation there is, in the order in which tools are listed. What is not here can't be called by an adapter. */
export const OPERATIONS: readonly Operation[] = [
  whoami,
  getEnvironmentPolicy,
  listMemberDirectory,
  listProjects,
  getProject,
  createProject,
  updateProject,
  listTasks,
  searchTasks,
  getTask,
  createTask,
  updateTask,
  completeTask,
  deleteTask,
  listAssignees,
  listComments,
  addComment,
  listOwnPendingWrites,
  confirmWrite(() => OPERATIONS),
  cancelWrite,
  ANSWER_WRITE,
  listHistory,
  weeklyPlanning,
  safeTaskCreation,
  incidentReview,
  revertChanges,
  revertCredential,
  listMembers,
  addMember,
  changeMemberRole,
  removeMember,
  setMemberPassword,
  exportApiKeys,
  listApiKeys,
  listApiKeyOwners,
  getApiKey,
  getUsage,
  getFirstCall,
  findApiKeysByName,
  createApiKey,
  rotateApiKey,
  endOverlap,
  suspendApiKey,
  resumeApiKey,
  pauseWrites,
  resumeWrites,
  reassignApiKey,
  approveApiKey,
  declineApiKey,
  changeBudgets,
  changeDescription,
  changeRestrictions,
  reportLeak,
  revokeApiKey,
  previewSeveral,
  suspendSeveral,
  revokeSeveral,
  listApprovals,
  getApproval,
  approvePendingWrite,
  rejectPendingWrite,
  expirePendingWrites,
  listEnvironmentPolicies,
  previewEnvironmentPolicy,
  setEnvironmentPolicy,
  listFreezes,
  freezeWrites,
  liftFreeze,
  previewRefresh,
  refreshStaging,
  getRefresh,
  searchAuditLog,
  summariseAuditLog,
  listAuditViews,
  createAuditView,
  updateAuditView,
  deleteAuditView,
  getAuditEvent,
  listAuditFacets,
  getEvidence,
  verifyAuditLog,
  getProof,
  getConsistency,
  exportAuditLog,
  listExports,
  cancelExport,
  openExport,
  getExportManifest,
  getReview,
  listReviews,
  setReviewSettings,
  signOffReview,
  remindReviewers,
  listDue,
  listEnding,
  getKeyReminders,
  snoozeReminders,
  endSnooze,
  getReminderSettings,
  setReminderSettings,
  queueReminders,
  suspendOverdueKey,
  listWebhooks,
  getWebhook,
  createWebhook,
  updateWebhook,
  setWebhookEnabled,
  rotateWebhookSecret,
  sendTestEvent,
  retryDelivery,
  deleteWebhook,
  listInbox,
  openNotification,
  markRead,
  markAllRead,
  listOutbox,
  getOutboxMail,
  retryMail,
  listDeliveries,
  createWorkspace,
].map(erased);

onHeldForApproval(tellApprovers);
onTooManyRows((apiKey) => pauseWritesOf(apiKey, "rows"));

/** Only an operation's own schemas look at its input and output, so its types can be forgotten here. */
function erased(operation: unknown): Operation {
  return operation as Operation;
}

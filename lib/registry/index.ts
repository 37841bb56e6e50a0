import {
  changeBudgets,
  createApiKey,
  endOverlap,
  findApiKeysByName,
  getApiKey,
  getFirstCall,
  listApiKeyOwners,
  listApiKeys,
  previewSeveral,
  reassignApiKey,
  reportLeak,
  resumeApiKey,
  revokeApiKey,
  revokeSeveral,
  rotateApiKey,
  suspendApiKey,
  suspendSeveral,
} from "#lib/api-keys/index.ts";
import { getAuditEvent, listAuditFacets, searchAuditLog } from "#lib/audit-log/index.ts";
import { addComment, listComments } from "#lib/comments/index.ts";
import { listEnvironmentPolicies, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { getRefresh, previewRefresh, refreshStaging } from "#lib/environment-refresh/index.ts";
import { listHistory } from "#lib/history/index.ts";
import type { Operation } from "#lib/kernel/index.ts";
import { addMember, changeMemberRole, listMembers, removeMember, setMemberPassword } from "#lib/members/index.ts";
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
import { createProject, getProject, listProjects, updateProject } from "#lib/projects/index.ts";
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

/** Every operation there is, in the order in which tools are listed. What is not here can't be called by an adapter. */
export const OPERATIONS: readonly Operation[] = [
  whoami,
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
  listHistory,
  listMembers,
  addMember,
  changeMemberRole,
  removeMember,
  setMemberPassword,
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
  reassignApiKey,
  changeBudgets,
  reportLeak,
  revokeApiKey,
  previewSeveral,
  suspendSeveral,
  revokeSeveral,
  listEnvironmentPolicies,
  setEnvironmentPolicy,
  previewRefresh,
  refreshStaging,
  getRefresh,
  searchAuditLog,
  getAuditEvent,
  listAuditFacets,
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

/** Only an operation's own schemas look at its input and output, so its types can be forgotten here. */
function erased(operation: unknown): Operation {
  return operation as Operation;
}

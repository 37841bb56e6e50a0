import apiKeys from "./en/apiKeys.json" with { type: "json" };
import approvals from "./en/approvals.json" with { type: "json" };
import auditDelivery from "./en/auditDelivery.json" with { type: "json" };
import auditEvidence from "./en/auditEvidence.json" with { type: "json" };
import auditExport from "./en/auditExport.json" with { type: "json" };
import auditLog from "./en/auditLog.json" with { type: "json" };
import auditRetention from "./en/auditRetention.json" with { type: "json" };
import auditReview from "./en/auditReview.json" with { type: "json" };
import auth from "./en/auth.json" with { type: "json" };
import changes from "./en/changes.json" with { type: "json" };
import common from "./en/common.json" with { type: "json" };
import errors from "./en/errors.json" with { type: "json" };
import help from "./en/help.json" with { type: "json" };
import members from "./en/members.json" with { type: "json" };
import notifications from "./en/notifications.json" with { type: "json" };
import projects from "./en/projects.json" with { type: "json" };
import refreshStaging from "./en/refreshStaging.json" with { type: "json" };
import reminders from "./en/reminders.json" with { type: "json" };
import security from "./en/security.json" with { type: "json" };
import setup from "./en/setup.json" with { type: "json" };
import shell from "./en/shell.json" with { type: "json" };
import tasks from "./en/tasks.json" with { type: "json" };
import undo from "./en/undo.json" with { type: "json" };
import usage from "./en/usage.json" with { type: "json" };
import webhooks from "./en/webhooks.json" with { type: "json" };

export const messages = {
  apiKeys,
  approvals,
  auditDelivery,
  auditEvidence,
  auditExport,
  auditLog,
  auditRetention,
  auditReview,
  auth,
  changes,
  common,
  errors,
  help,
  members,
  notifications,
  projects,
  refreshStaging,
  security,
  reminders,
  setup,
  shell,
  tasks,
  undo,
  usage,
  webhooks,
};

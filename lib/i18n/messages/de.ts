import apiKeys from "./de/apiKeys.json" with { type: "json" };
import approvals from "./de/approvals.json" with { type: "json" };
import auditDelivery from "./de/auditDelivery.json" with { type: "json" };
import auditEvidence from "./de/auditEvidence.json" with { type: "json" };
import auditExport from "./de/auditExport.json" with { type: "json" };
import auditLog from "./de/auditLog.json" with { type: "json" };
import auditRetention from "./de/auditRetention.json" with { type: "json" };
import auditReview from "./de/auditReview.json" with { type: "json" };
import auth from "./de/auth.json" with { type: "json" };
import changes from "./de/changes.json" with { type: "json" };
import common from "./de/common.json" with { type: "json" };
import errors from "./de/errors.json" with { type: "json" };
import help from "./de/help.json" with { type: "json" };
import members from "./de/members.json" with { type: "json" };
import notifications from "./de/notifications.json" with { type: "json" };
import projects from "./de/projects.json" with { type: "json" };
import refreshStaging from "./de/refreshStaging.json" with { type: "json" };
import reminders from "./de/reminders.json" with { type: "json" };
import security from "./de/security.json" with { type: "json" };
import setup from "./de/setup.json" with { type: "json" };
import shell from "./de/shell.json" with { type: "json" };
import tasks from "./de/tasks.json" with { type: "json" };
import undo from "./de/undo.json" with { type: "json" };
import usage from "./de/usage.json" with { type: "json" };
import webhooks from "./de/webhooks.json" with { type: "json" };

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

import { newId } from "#lib/crypto/index.ts";
import { DEFAULT_POLICIES } from "#lib/environment-policy/index.ts";
import { KEY_ROWS } from "./tenancy-keys.ts";
import type { Row, Victim } from "./tenancy-row.ts";

const VIEW_SEARCH = { query: "", range: "24h", from: null, to: null, showsBrowserReads: false } as const;

const shared = { otherEnvironment: null } as const;

/** One row for every operation. An operation without one fails the test. */
export const TENANCY_MATRIX: Readonly<Record<string, Row>> = {
  ...KEY_ROWS,
  "self.get": { inputs: () => [{}], foreign: "apart", ...shared },
  "environment_policy.get": { inputs: () => [{}], foreign: "apart" },
  "member.directory": { inputs: () => [{}, { query: "a" }], foreign: "apart", ...shared },
  "project.list": {
    inputs: ({ projectKey, word }) => [{}, { includeArchived: true }, { query: projectKey }, { query: word }],
    foreign: "apart",
  },
  "project.get": { inputs: projectRefs, foreign: "not_found" },
  "project.create": { inputs: ({ projectKey }) => [{ name: "Mine", key: projectKey }], foreign: "apart" },
  "project.update": {
    inputs: (victim) => projectRefs(victim).map((ref) => ({ ...ref, version: 1, name: "Taken over" })),
    foreign: "not_found",
  },
  "task.list": { inputs: projectRefs, foreign: "not_found" },
  "task.search": {
    inputs: (victim) => projectRefs(victim).map((ref) => ({ ...ref, query: victim.word })),
    foreign: "not_found",
  },
  "task.get": { inputs: taskRefs, foreign: "not_found" },
  "task.create": {
    inputs: (victim) => projectRefs(victim).map((ref) => ({ ...ref, title: "Smuggled in" })),
    foreign: "not_found",
  },
  "task.update": {
    inputs: (victim) => taskRefs(victim).map((ref) => ({ ...ref, version: 1, title: "Taken over" })),
    foreign: "not_found",
  },
  "task.complete": {
    inputs: (victim) => [...taskRefs(victim), ...taskRefs(victim).map((ref) => ({ ...ref, version: 1 }))],
    foreign: "not_found",
  },
  "task.delete": { inputs: taskRefs, foreign: "not_found" },
  "task.list_assignees": { inputs: () => [{}], foreign: "apart", ...shared },
  "comment.list": { inputs: taskRefs, foreign: "not_found" },
  "comment.add": {
    inputs: (victim) => taskRefs(victim).map((ref) => ({ ...ref, body: "Smuggled in" })),
    foreign: "not_found",
  },
  "pending_write.list_own": { inputs: () => [{}, { limit: 1 }], foreign: "apart" },
  // A token is its own key's alone: A's people can't use it either.
  "pending_write.confirm": {
    inputs: ({ confirmToken }) => [{ token: confirmToken }, { token: confirmToken, phrase: "CONFIRM" }],
    foreign: "not_found",
    operator: null,
  },
  "pending_write.cancel": {
    inputs: ({ confirmToken }) => [{ token: confirmToken }],
    foreign: "not_found",
    operator: null,
  },
  "pending_write.answer": {
    inputs: ({ confirmToken, taskId }) => [{ token: confirmToken, operation: "task.delete", input: { taskId } }],
    foreign: "not_found",
    operator: null,
  },
  "history.list": {
    inputs: ({ taskId, projectId }) => [
      { targetType: "task", targetId: taskId },
      { targetType: "project", targetId: projectId },
    ],
    foreign: "not_found",
  },
  "prompt.weekly_planning": { inputs: projectRefs, foreign: "not_found" },
  "prompt.safe_task_creation": {
    inputs: (victim) => projectRefs(victim).map((ref) => ({ ...ref, request: "Smuggled in" })),
    foreign: "not_found",
  },
  "prompt.incident_review": {
    inputs: (victim) => projectRefs(victim).map((ref) => ({ ...ref, concern: "Smuggled in" })),
    foreign: "not_found",
  },
  "undo.revert": {
    inputs: ({ eventId, changeId }) => [{ of: { eventId } }, { of: { changeId } }],
    foreign: "not_found",
  },
  "undo.revert_credential": {
    inputs: ({ apiKeyId }) => [{ credentialId: apiKeyId, since: "2026-01-01T00:00:00Z" }],
    foreign: "not_found",
  },
  "member.list": { inputs: () => [{}], foreign: "apart", ...shared },
  "member.add": {
    inputs: () => [{ email: "somebody.new@example.com", name: "Somebody New", role: "member" }],
    foreign: "apart",
    ...shared,
  },
  "member.change_role": {
    inputs: ({ memberId }) => [{ userId: memberId, role: "admin", version: 1 }],
    foreign: "not_found",
    ...shared,
  },
  "member.remove": { inputs: ({ memberId }) => [{ userId: memberId }], foreign: "not_found", ...shared },
  "member.set_password": {
    inputs: ({ memberId }) => [{ userId: memberId, password: "correct-horse-battery-staple" }],
    foreign: "forbidden",
    operator: "not_found",
    ...shared,
  },
  "usage.get": {
    inputs: ({ apiKeyId }) => [{ apiKeyId }, { apiKeyId, range: "24h" }, { apiKeyId, range: "30d" }],
    foreign: "not_found",
    ...shared,
  },
  "write_freeze.list": { inputs: () => [{}], foreign: "apart", ...shared },
  "write_freeze.start": {
    inputs: ({ word }) => [
      { scope: "workspace", note: word },
      { scope: "staging", note: word },
    ],
    foreign: "apart",
    ...shared,
  },
  "write_freeze.lift": { inputs: () => [{ scope: "workspace" }, { scope: "staging" }], foreign: "apart", ...shared },
  "pending_write.list": { inputs: () => [{}, { state: "pending" }], foreign: "apart", ...shared },
  "pending_write.get": { inputs: ({ pendingWriteId }) => [{ pendingWriteId }], foreign: "not_found", ...shared },
  "pending_write.approve": {
    inputs: ({ pendingWriteId }) => [{ pendingWriteId }, { pendingWriteId, comment: "Go on" }],
    foreign: "not_found",
    ...shared,
  },
  "pending_write.reject": { inputs: ({ pendingWriteId }) => [{ pendingWriteId }], foreign: "not_found", ...shared },
  "pending_write.expire": { inputs: () => [{}], foreign: "apart", ...shared },
  "environment_policy.list": { inputs: () => [{}], foreign: "apart", ...shared },
  "environment_policy.preview": {
    inputs: () => [{ environment: "staging", settings: { ...DEFAULT_POLICIES.staging, rotateEveryDays: 1 } }],
    foreign: "apart",
    ...shared,
  },
  "environment_policy.set": {
    inputs: () => [{ environment: "staging", version: 0, settings: DEFAULT_POLICIES.development }],
    foreign: "apart",
    ...shared,
  },
  "environment.preview_refresh": { inputs: () => [{}], foreign: "apart", ...shared },
  "environment.refresh_staging": {
    inputs: ({ stagingFingerprint }) => [{ refreshId: newId(), fingerprint: stagingFingerprint }],
    foreign: "preview_stale",
    ...shared,
  },
  "environment.get_refresh": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit.search": {
    inputs: ({ apiKeyId, apiKeyName, word }) => [
      {},
      { query: word },
      { credentialId: apiKeyId },
      { credentialName: apiKeyName },
    ],
    foreign: "apart",
    ...shared,
  },
  "audit.summarise": {
    inputs: ({ word }) => [{}, { query: `${word}*` }, { query: `user:${word}` }],
    foreign: "apart",
    ...shared,
  },
  "audit.get": { inputs: ({ eventId }) => [{ eventId }], foreign: "not_found", ...shared },
  "audit.tail": { inputs: ({ word }) => [{}, { query: `${word}*`, after: 1 }], foreign: "apart", ...shared },
  "audit_view.list": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit_view.create": {
    inputs: () => [{ name: "Refused", isShared: true, search: VIEW_SEARCH }],
    foreign: "apart",
    ...shared,
  },
  "audit_view.update": {
    inputs: ({ auditViewId }) => [{ viewId: auditViewId, name: "Mine" }],
    foreign: "not_found",
    ...shared,
  },
  "audit_view.delete": { inputs: ({ auditViewId }) => [{ viewId: auditViewId }], foreign: "not_found", ...shared },
  "audit.list_facets": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit.get_evidence": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit.verify": { inputs: () => [{}, { streams: ["staging"] }], foreign: "apart", ...shared },
  "audit.get_proof": { inputs: ({ eventId }) => [{ eventId }], foreign: "not_found", ...shared },
  "audit.get_consistency": {
    inputs: ({ stagingHeadSize }) => [{ stream: "staging", firstSize: stagingHeadSize }],
    foreign: "not_found",
    ...shared,
  },
  "audit.get_evidence_settings": { inputs: () => [{}], foreign: "apart", ...shared },
  // An address needs a mail server, which a test's installation doesn't have.
  "audit.set_evidence_settings": {
    inputs: () => [{ auditorsAddress: null, version: 0 }],
    foreign: "apart",
    ...shared,
  },
  "audit.export": { inputs: () => [{ format: "csv", filter: {} }], foreign: "apart", ...shared },
  "audit.list_exports": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit.cancel_export": {
    inputs: ({ waitingExportId }) => [{ exportId: waitingExportId }],
    foreign: "not_found",
    ...shared,
  },
  "audit.open_export": { inputs: ({ exportId }) => [{ exportId }], foreign: "not_found", ...shared },
  "audit.get_export_manifest": { inputs: ({ exportId }) => [{ exportId }], foreign: "not_found", ...shared },
  "audit_review.get": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit_review.list": { inputs: () => [{}, { limit: 1 }], foreign: "apart", ...shared },
  "audit_review.set_settings": {
    inputs: ({ workspace }) => [{ cadence: "weekly", reviewerIds: [workspace.users.auditor.id], version: 0 }],
    foreign: "not_found",
    ...shared,
  },
  "audit_review.sign_off": {
    inputs: () => [{ afterReviewId: null, until: "2020-01-01T00:00:00Z", comment: "Nothing unusual" }],
    foreign: "apart",
    // A person's own word.
    operator: null,
    ...shared,
  },
  "audit_review.remind": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit_retention.list": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit_retention.set": {
    inputs: () => [{ stream: "staging", keepDays: 365, holdReason: null, version: 0 }],
    foreign: "apart",
    ...shared,
  },
  "audit_retention.preview": { inputs: () => [{}, { stream: "staging", keepDays: 30 }], foreign: "apart", ...shared },
  "audit_retention.remove_expired": { inputs: () => [{ after: null }], foreign: "apart", ...shared },
  "reminder.list_due": { inputs: () => [{}], foreign: "apart", ...shared },
  "reminder.list_ending": { inputs: () => [{}], foreign: "apart", ...shared },
  // As for a key without a schedule: nothing lies ahead of it.
  "reminder.get": { inputs: ({ apiKeyId }) => [{ apiKeyId }], foreign: "apart", ...shared },
  "reminder.snooze": {
    inputs: ({ scheduledKeyId }) => [{ apiKeyId: scheduledKeyId, days: 7, reason: "release week" }],
    foreign: "not_found",
    ...shared,
  },
  "reminder.end_snooze": {
    inputs: ({ scheduledKeyId }) => [{ apiKeyId: scheduledKeyId }],
    foreign: "not_found",
    ...shared,
  },
  "reminder.get_settings": { inputs: () => [{}], foreign: "apart", ...shared },
  "reminder.set_settings": {
    inputs: () => [{ teamAddress: "security@example.com", version: 0 }],
    foreign: "apart",
    ...shared,
  },
  "reminder.queue": { inputs: () => [{}], foreign: "apart", ...shared },
  // Whatever is not overdue past its grace period is left alone.
  "reminder.suspend_overdue": { inputs: ({ apiKeyId }) => [{ apiKeyId }], foreign: "apart", ...shared },
  "webhook.list": { inputs: () => [{}], foreign: "apart", ...shared },
  "webhook.get": { inputs: ({ webhookId }) => [{ webhookId }], foreign: "not_found", ...shared },
  "webhook.create": {
    inputs: () => [{ url: "https://hooks.example.com/mine", events: ["api_key.rotation_due"] }],
    foreign: "apart",
    ...shared,
  },
  "webhook.update": {
    inputs: ({ webhookId }) => [
      { webhookId, version: 1, url: "https://hooks.example.com/taken-over", events: ["api_key.rotation_due"] },
    ],
    foreign: "not_found",
    ...shared,
  },
  "webhook.set_enabled": {
    inputs: ({ webhookId }) => [{ webhookId, isEnabled: false }],
    foreign: "not_found",
    ...shared,
  },
  "webhook.rotate_secret": { inputs: ({ webhookId }) => [{ webhookId }], foreign: "not_found", ...shared },
  "webhook.send_test": { inputs: ({ webhookId }) => [{ webhookId }], foreign: "not_found", ...shared },
  "webhook.retry_delivery": {
    inputs: ({ webhookDeliveryId }) => [{ deliveryId: webhookDeliveryId }],
    foreign: "not_found",
    ...shared,
  },
  "webhook.delete": { inputs: ({ webhookId }) => [{ webhookId }], foreign: "not_found", ...shared },
  "inbox.list": { inputs: () => [{}, { unreadOnly: true }], foreign: "apart", ...shared },
  "inbox.open": { inputs: ({ notificationId }) => [{ notificationId }], foreign: "not_found", ...shared },
  "inbox.mark_read": { inputs: ({ notificationId }) => [{ notificationId }], foreign: "not_found", ...shared },
  "inbox.mark_all_read": { inputs: () => [{}], foreign: "apart", ...shared },
  "outbox.list": { inputs: () => [{}, { state: "waiting" }], foreign: "apart", ...shared },
  "outbox.get": { inputs: ({ mailId }) => [{ mailId }], foreign: "not_found", ...shared },
  "outbox.retry": { inputs: ({ mailId }) => [{ mailId }], foreign: "not_found", ...shared },
  "notification.list_deliveries": {
    inputs: ({ apiKeyId }) => [{ about: { type: "api_key", id: apiKeyId } }],
    foreign: "apart",
    ...shared,
  },
  "workspace.create": {
    inputs: ({ workspace }) => [{ name: "Mine", slug: workspace.slug, owner: { email: "owner@example.com" } }],
    foreign: "forbidden",
    operator: null,
    ...shared,
  },
};

function projectRefs({ projectId, projectKey }: Victim) {
  return [{ projectId }, { projectId: projectKey }, { projectId: projectKey.toLowerCase() }];
}

function taskRefs({ taskId, taskNumber }: Victim) {
  return [{ taskId }, { taskId: taskNumber }, { taskId: taskNumber.toLowerCase() }];
}

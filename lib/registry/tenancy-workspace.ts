import type { Row } from "./tenancy-row.ts";

const shared = { otherEnvironment: null } as const;

/** The operations on people, messages and the workspace itself: a part of the matrix. */
export const WORKSPACE_ROWS: Readonly<Record<string, Row>> = {
  "self.get": { inputs: () => [{}], foreign: "apart", ...shared },
  "member.directory": { inputs: () => [{}, { query: "a" }], foreign: "apart", ...shared },
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

export { append, appendAcrossWorkspaces, appendInTransaction, drainAudit } from "./append.ts";
export {
  AUDIT_STATUSES,
  type AuditActor,
  type AuditEvent,
  type AuditSource,
  type AuditStatus,
  CHANNELS,
  type Change,
  type Channel,
  type CredentialKind,
  type Effect,
} from "./event.ts";
export { redact, redactText, sensitive } from "./redact.ts";

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
export {
  CREDENTIAL_EVENTS,
  OUTSIDE_EVENTS,
  type OutsideEvent,
  PERSON_EVENTS,
  PROTOCOL_EVENTS,
} from "./outside-events.ts";
export { asRecorded } from "./recorded-schema.ts";
export { redact, redactText } from "./redact.ts";
export { isRemovalRecord } from "./removal-store.ts";
export { notationOf } from "./schema-notation.ts";
export { sensitive } from "./sensitive.ts";

/** The closed lists of an audit event: safe for the browser, unlike the face, which holds the writer. */
export { AUDIT_STATUSES, CHANNELS, CREDENTIAL_KINDS, EFFECTS } from "./event.ts";
export { MIN_KEEP_DAYS, REMOVAL_ACTION, REMOVAL_TARGET } from "./retention.ts";
export { sensitive } from "./sensitive.ts";
export { AUDIT_STREAMS, type AuditStream } from "./stream.ts";

import { ENVIRONMENTS } from "#lib/environments/environment.ts";

/** A log of its own with its own tree: each environment's, and the acts that belong to none. */
export const AUDIT_STREAMS = ["workspace", ...ENVIRONMENTS] as const;
export type AuditStream = (typeof AUDIT_STREAMS)[number];

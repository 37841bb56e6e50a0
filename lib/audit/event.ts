import type { Environment } from "#lib/environments/index.ts";

export const AUDIT_STATUSES = ["success", "error", "denied", "preview", "dry_run"] as const;
export type AuditStatus = (typeof AUDIT_STATUSES)[number];

export const CHANNELS = ["mcp", "rest", "browser", "cli", "oauth", "job"] as const;
export type Channel = (typeof CHANNELS)[number];

export const EFFECTS = ["read", "write", "destructive"] as const;
export type Effect = (typeof EFFECTS)[number];

export const CREDENTIAL_KINDS = ["api_key", "oauth_client", "workload"] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** What one write did to one thing. `before` is null for a creation, `after` for a deletion. */
export interface Change {
  readonly target: { readonly type: string; readonly id: string; readonly label: string };
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  /** The target's version before the change: a write that was previewed holds for this one only. Not recorded. */
  readonly version?: number;
}

/** Who acts, as it is written down: names are copied, so that renaming or deleting never breaks history. */
export interface AuditActor {
  readonly kind: "user" | "api_key" | "oauth_client" | "workload" | "system" | "anonymous";
  readonly id: string | null;
  readonly name: string;
  readonly user: { readonly id: string; readonly name: string; readonly email: string } | null;
  readonly credential: {
    readonly kind: CredentialKind;
    readonly id: string;
    readonly name: string;
    readonly hint: string;
  } | null;
  readonly sessionId: string | null;
}

/** Where a call came from. */
export interface AuditSource {
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly clientName: string | null;
  readonly clientVersion: string | null;
  readonly protocolVersion: string | null;
  readonly requestId: string;
  readonly traceId: string | null;
}

/** One call, complete: everything that PRODUCT §6 asks for. */
export interface AuditEvent {
  readonly id: string;
  /** ISO 8601 in UTC with microseconds. */
  readonly occurredAt: string;
  readonly workspaceId: string;
  readonly environment: Environment | null;
  readonly action: string;
  /** Of the schema of such events, in the catalogue; 1 unless given. */
  readonly version?: number;
  readonly effect: Effect;
  readonly channel: Channel;
  readonly tool: string | null;
  readonly status: AuditStatus;
  readonly errorCode: string | null;
  readonly errorReason: string | null;
  readonly actor: AuditActor;
  readonly target: { readonly type: string; readonly id: string; readonly label: string | null } | null;
  /** Already redacted. */
  readonly params: unknown;
  readonly result: unknown;
  readonly changes: readonly Change[] | null;
  readonly reason: string | null;
  readonly confirmation: Readonly<Record<string, unknown>> | null;
  readonly idempotencyKey: string | null;
  readonly source: AuditSource;
  readonly durationUs: number;
  readonly foldedCount: number;
}

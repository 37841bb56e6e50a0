import type { AuditSource, Channel } from "#lib/audit/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import type { Actor } from "./actor.ts";

/** Everything about a call but its input. Adapters build it; operations only read it. */
export interface Context {
  readonly workspaceId: string;
  /** The environment in force. A credential's calls always carry the credential's own. */
  readonly environment: Environment | null;
  readonly actor: Actor;
  readonly channel: Channel;
  /** The tool's name where the call came by one. */
  readonly tool: string | null;
  readonly source: AuditSource;
  /** The event that a write will be recorded as; the kernel knows it before the work begins. */
  readonly auditEventId?: string;
  /** Told how far a long piece of work has come, where whoever waits for it can hear that. */
  readonly onProgress?: (done: number, total: number) => void;
  /** The moment of the call, the only clock an operation may read. */
  readonly now: Date;
}

/**
 * The environment that a call works in and is recorded under: none for a person's administrative act, which concerns
 * the whole workspace; always the credential's own for a credential.
 */
export function environmentInForce(wall: "environment" | "workspace", ctx: Context): Environment | null {
  return wall === "environment" || ctx.actor.kind === "api_key" ? ctx.environment : null;
}

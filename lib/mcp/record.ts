import { type AuditStatus, append, PROTOCOL_EVENTS, redact } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { auditActor, microseconds, toAppError } from "#lib/kernel/index.ts";
import { type Exchange, short } from "./exchange.ts";

/** A call of the protocol itself, which runs no operation. */
export interface ProtocolCall {
  readonly action: keyof typeof PROTOCOL_EVENTS;
  readonly status: Extract<AuditStatus, "success" | "error" | "denied">;
  readonly tool?: string | null;
  readonly errorCode?: string | null;
  readonly errorReason?: string | null;
  readonly params?: unknown;
  readonly foldedCount?: number;
}

/**
 * Writes the event of a call that reached no operation, and resolves when it is durable.
 * @throws AppError `unavailable` when it can't be written: nothing is answered without its event
 */
export async function recordProtocolCall(exchange: Exchange, call: ProtocolCall): Promise<void> {
  exchange.isRecorded = true;
  const { caller, source, startedAt } = exchange;
  try {
    await append({
      id: newId(),
      occurredAt: microseconds(),
      workspaceId: caller.workspace.id,
      environment: caller.actor.environment,
      action: call.action,
      version: PROTOCOL_EVENTS[call.action].version,
      effect: PROTOCOL_EVENTS[call.action].effect,
      channel: "mcp",
      tool: short(call.tool),
      status: call.status,
      errorCode: call.errorCode ?? null,
      errorReason: call.errorReason ?? null,
      actor: auditActor(caller.actor),
      target: null,
      params: redact(call.params ?? null),
      result: null,
      changes: null,
      reason: null,
      confirmation: null,
      idempotencyKey: null,
      source,
      durationUs: Math.round((performance.now() - startedAt) * 1000),
      foldedCount: call.foldedCount ?? 1,
    });
  } catch (error) {
    throw toAppError(error, source.requestId);
  }
}

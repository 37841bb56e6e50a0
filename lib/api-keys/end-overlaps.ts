import { newId } from "#lib/crypto/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { endOverlap } from "./end-overlap.ts";
import { listEndedOverlaps } from "./lookup-store.ts";

/**
 * Ends the rotated keys whose overlap is over. They are refused from that moment on in any case: this writes it down.
 * Safe on any number of instances.
 */
export async function endOverlaps(now: Date): Promise<void> {
  for (const { workspaceId, apiKeyId } of await listEndedOverlaps(now)) {
    try {
      await invoke(endOverlap, jobContext(workspaceId, now), { apiKeyId });
    } catch (error) {
      // Another instance, or a person, was quicker; anything else is the job's to report.
      if (!isAppError(error) || (error.code !== "conflict" && error.code !== "not_found")) throw error;
    }
  }
}

function jobContext(workspaceId: string, now: Date): Context {
  const nothing = {
    ip: null,
    userAgent: null,
    clientName: null,
    clientVersion: null,
    protocolVersion: null,
    traceId: null,
  };
  return {
    workspaceId,
    environment: null,
    actor: { kind: "system", name: "rotation", permissions: new Set(["api_keys:manage"]) },
    channel: "job",
    tool: null,
    source: { ...nothing, requestId: newId() },
    now,
  };
}

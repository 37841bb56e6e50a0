import { isAppError } from "#lib/errors/index.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";
import { endOverlap } from "./end-overlap.ts";
import { listEndedOverlaps } from "./lookup-store.ts";

/**
 * Ends the rotated keys whose overlap is over. They are refused from that moment on in any case: this writes it down.
 * Safe on any number of instances.
 */
export async function endOverlaps(now: Date): Promise<void> {
  for (const { workspaceId, apiKeyId } of await listEndedOverlaps(now)) {
    try {
      const ctx = jobContext(workspaceId, { name: "rotation", permissions: ["api_keys:manage"], now });
      await invoke(endOverlap, ctx, { apiKeyId });
    } catch (error) {
      // Another instance, or a person, was quicker; anything else is the job's to report.
      if (!isAppError(error) || (error.code !== "conflict" && error.code !== "not_found")) throw error;
    }
  }
}

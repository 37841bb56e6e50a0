import type { Permission } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import type { Context } from "./context.ts";

/** The context of a job's call inside one workspace: the installation itself acts, with the permissions of this job. */
export function jobContext(
  workspaceId: string,
  job: { readonly name: string; readonly permissions: readonly Permission[]; readonly now: Date },
): Context {
  return {
    workspaceId,
    environment: null,
    actor: { kind: "system", name: job.name, permissions: new Set(job.permissions) },
    channel: "job",
    tool: null,
    source: {
      ip: null,
      userAgent: null,
      clientName: null,
      clientVersion: null,
      protocolVersion: null,
      requestId: newId(),
      traceId: null,
    },
    now: job.now,
  };
}

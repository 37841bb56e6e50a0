import { openDatabase } from "#db/boot.ts";
import { drainAudit } from "#lib/audit/index.ts";
import { PERMISSIONS } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { SystemActor } from "#lib/kernel/index.ts";
import { listWorkspaces } from "#lib/workspaces/index.ts";
import type { Run } from "./cli.ts";
import { untilInterrupted } from "./interruption.ts";

const OPERATOR: SystemActor = { kind: "system", name: "operator", permissions: new Set(PERMISSIONS) };

/** Opens the database, works as the operator, and closes it in every case, an interruption included. */
export async function withDatabase<T>(work: (run: Run) => Promise<T>, interruption?: AbortSignal): Promise<T> {
  const opened = await openDatabase();
  try {
    return await untilInterrupted(work(operatorRun()), interruption);
  } finally {
    await drainAudit();
    await opened.close();
  }
}

function operatorRun(): Run {
  const requestId = newId();
  return {
    context: (workspaceId, environment = null) => ({
      workspaceId,
      environment,
      actor: OPERATOR,
      channel: "cli",
      tool: null,
      source: {
        ip: null,
        userAgent: "postern-cli",
        clientName: null,
        clientVersion: null,
        protocolVersion: null,
        requestId,
        traceId: null,
      },
      now: new Date(),
    }),
    workspace: async (slug) => {
      const found = (await listWorkspaces()).find((workspace) => workspace.slug === slug.toLowerCase());
      if (found) return found;
      throw new AppError("not_found", `There is no workspace "${slug}". "workspace list" shows all.`);
    },
  };
}

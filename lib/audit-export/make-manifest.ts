import { withWorkspace } from "#db/tenant.ts";
import { getEvidence, getProof } from "#lib/audit-evidence/index.ts";
import type { InclusionProof } from "#lib/audit-evidence/schemas.ts";
import { isAppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import type { AuditExport, ExportEnds, ExportManifest } from "./schemas.ts";

/** What the file is, with the newest heads and the proofs of its ends as they are now. */
export async function makeManifest(
  ctx: Context,
  asked: AuditExport,
  { first, last }: ExportEnds,
  file: Pick<ExportManifest, "count" | "sha256" | "sizeBytes">,
): Promise<ExportManifest> {
  const { output } = await withWorkspace(tenantOf(ctx), "read", (tx) => getEvidence.run(tx, ctx, {}));
  const { exportId, format, filter, requestedAt } = asked;
  return {
    exportId,
    format,
    filter,
    requestedAt,
    newestAt: first?.occurredAt ?? null,
    oldestAt: last?.occurredAt ?? null,
    heads: getEvidence.output.parse(output).streams.flatMap(({ head }) => head ?? []),
    first: first && (await proofOf(ctx, first.id)),
    last: last && (await proofOf(ctx, last.id)),
    ...file,
  };
}

/** Null: no head covers the event yet, or it is gone by now. */
async function proofOf(ctx: Context, eventId: string): Promise<InclusionProof | null> {
  try {
    const { output } = await withWorkspace(tenantOf(ctx), "read", (tx) => getProof.run(tx, ctx, { eventId }));
    return getProof.output.parse(output);
  } catch (error) {
    if (isAppError(error) && (error.code === "conflict" || error.code === "not_found")) return null;
    throw error;
  }
}

export function tenantOf({ workspaceId }: Context) {
  return { workspaceId, environment: null };
}

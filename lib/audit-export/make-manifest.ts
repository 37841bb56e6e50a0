import { withWorkspace } from "#db/tenant.ts";
import { getEvidence, getProof, sealWorkspace } from "#lib/audit-evidence/index.ts";
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
  const proofs = await proofsOf(ctx, { first, last });
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
    ...proofs,
    ...file,
  };
}

/** The newest event may be seconds old: where no head covers it yet, what is there is sealed now. */
async function proofsOf(ctx: Context, ends: ExportEnds): Promise<Pick<ExportManifest, "first" | "last">> {
  const found = await findProofs(ctx, ends);
  if (found.isCovered) return found.proofs;
  await sealWorkspace(ctx.workspaceId, new Date(), { signsAll: true });
  return (await findProofs(ctx, ends)).proofs;
}

async function findProofs(ctx: Context, { first, last }: ExportEnds) {
  let isCovered = true;
  const proofOf = async (event: ExportEnds["first"]): Promise<InclusionProof | null> => {
    if (event === null) return null;
    const input = { eventId: event.id };
    try {
      const { output } = await withWorkspace(tenantOf(ctx), "read", (tx) => getProof.run(tx, ctx, input));
      return getProof.output.parse(output);
    } catch (error) {
      if (!isAppError(error) || (error.code !== "conflict" && error.code !== "not_found")) throw error;
      // Not found: it is gone by now.
      isCovered &&= error.code !== "conflict";
      return null;
    }
  };
  const proofs = { first: await proofOf(first), last: await proofOf(last) };
  return { proofs, isCovered };
}

export function tenantOf({ workspaceId }: Context) {
  return { workspaceId, environment: null };
}

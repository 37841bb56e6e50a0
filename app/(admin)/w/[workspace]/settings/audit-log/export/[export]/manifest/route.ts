import { getTranslations } from "next-intl/server";
import { getExportManifest } from "#lib/audit-export/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

type Props = { params: Promise<{ workspace: string; export: string }> };

/** What the file holds: filter, range, number, hash, heads and proofs. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { workspace, export: exportId } = await params;
  const { ctx } = await workspacePage(workspace);
  const headers = { "cache-control": "no-store" };
  try {
    const manifest = await readIfPermitted(getExportManifest, ctx, { exportId });
    if (manifest === null) return new Response(null, { status: 403, headers });
    const name = `audit-log-${workspace}-${manifest.requestedAt.slice(0, 10)}.manifest.json`;
    return Response.json(manifest, {
      headers: { ...headers, "content-disposition": `attachment; filename="${name}"` },
    });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const t = await getTranslations("auditExport");
    const isTooEarly = error.code === "conflict";
    return new Response(isTooEarly ? t("notFetched") : null, { status: isTooEarly ? 409 : 404, headers });
  }
}

import { getConsistency } from "#lib/audit-evidence/index.ts";
import { AuditStream } from "#lib/audit-evidence/schemas.ts";
import { isAppError } from "#lib/errors/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

type Props = { params: Promise<{ workspace: string; stream: string }> };

/** `?from=N`: that the newest head extends the one of N events; as a file. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { workspace, stream } = await params;
  const { ctx } = await workspacePage(workspace);
  const headers = { "cache-control": "no-store" };
  const firstSize = Number(new URL(request.url).searchParams.get("from"));
  const known = AuditStream.safeParse(stream);
  if (!known.success) return new Response(null, { status: 404, headers });
  try {
    const proof = await readIfPermitted(getConsistency, ctx, { stream: known.data, firstSize });
    if (proof === null) return new Response(null, { status: 403, headers });
    const name = `consistency-${stream}-${firstSize}-${proof.second.head.size}.json`;
    return Response.json(proof, { headers: { ...headers, "content-disposition": `attachment; filename="${name}"` } });
  } catch (error) {
    if (!isAppError(error)) throw error;
    return new Response(null, { status: 404, headers });
  }
}

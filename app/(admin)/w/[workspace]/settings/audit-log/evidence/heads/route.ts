import { getEvidence } from "#lib/audit-evidence/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

type Props = { params: Promise<{ workspace: string }> };

/** The newest signed heads and the public key, as a file to keep: what `audit verify --head` takes. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { workspace } = await params;
  const { ctx } = await workspacePage(workspace);
  const evidence = await readIfPermitted(getEvidence, ctx, {});
  const headers = { "cache-control": "no-store" };
  if (evidence === null) return new Response(null, { status: 403, headers });
  const heads = evidence.streams.flatMap(({ head }) => head ?? []);
  const name = `heads-${workspace}-${ctx.now.toISOString().slice(0, 10)}.json`;
  const { publicKey } = evidence;
  return Response.json(
    { heads, publicKey },
    { headers: { ...headers, "content-disposition": `attachment; filename="${name}"` } },
  );
}

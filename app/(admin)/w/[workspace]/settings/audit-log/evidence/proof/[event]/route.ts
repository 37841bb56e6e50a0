import { getTranslations } from "next-intl/server";
import { getProof } from "#lib/audit-evidence/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

type Props = { params: Promise<{ workspace: string; event: string }> };

/** The proof of one event, as a file. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { workspace, event } = await params;
  const { ctx } = await workspacePage(workspace);
  const headers = { "cache-control": "no-store" };
  try {
    const proof = await readIfPermitted(getProof, ctx, { eventId: event });
    if (proof === null) return new Response(null, { status: 403, headers });
    const name = `proof-${event}.json`;
    return Response.json(proof, { headers: { ...headers, "content-disposition": `attachment; filename="${name}"` } });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const t = await getTranslations("auditEvidence");
    const isTooEarly = error.code === "conflict";
    return new Response(t(isTooEarly ? "proof.tooEarly" : "proof.missing"), {
      status: isTooEarly ? 409 : 404,
      headers,
    });
  }
}

import { getRefresh } from "#lib/environment-refresh/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

type Props = { params: Promise<{ workspace: string }> };

/** For the page that shows how far a refresh has come. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { ctx } = await workspacePage((await params).workspace);
  const result = await readIfPermitted(getRefresh, ctx, {});
  const headers = { "cache-control": "no-store" };
  return result === null ? new Response(null, { status: 403, headers }) : Response.json(result, { headers });
}

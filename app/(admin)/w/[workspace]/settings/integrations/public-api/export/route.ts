import { exportApiKeys, readKeyExport } from "#lib/api-keys/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { bodyStream } from "#lib/http/body-stream.ts";
import { workspacePage } from "#lib/session/index.ts";
import { filterOf, loadListParams } from "../params.ts";

type Props = { params: Promise<{ workspace: string }> };

/** The keys of the list's filter as a file, made while it is sent; who stops the download ends it. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { workspace } = await params;
  const { ctx } = await workspacePage(workspace);
  const headers = { "cache-control": "no-store" };
  const asked = await readIfPermitted(exportApiKeys, ctx, filterOf(loadListParams(request)));
  if (asked === null) return new Response(null, { status: 403, headers });
  const name = `api-keys-${workspace}-${ctx.now.toISOString().slice(0, 10)}.csv`;
  return new Response(bodyStream(readKeyExport(ctx, asked.filter)), {
    headers: {
      ...headers,
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
    },
  });
}

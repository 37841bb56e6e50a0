import { config } from "#lib/env/index.ts";
import { PROGRESS_HEADERS, progressStream } from "#lib/http/progress-stream.ts";
import { workspacePage } from "#lib/session/index.ts";
import { loadUndoParams } from "../params.ts";
import { performRevert } from "../perform.ts";

type Props = { params: Promise<{ workspace: string }> };

/** Takes back what the address names, and tells on the way how far it has come. */
export async function POST(request: Request, { params }: Props): Promise<Response> {
  if (!isFromOurPage(request)) return new Response(null, { status: 403, headers: { "cache-control": "no-store" } });
  const { workspace: slug } = await params;
  // Who may not be here at all is answered before the stream begins.
  await workspacePage(slug);
  const wanted = loadUndoParams(new URL(request.url).searchParams);
  const data = await request.formData();
  const stream = progressStream((report) => performRevert(slug, wanted, data, report));
  return new Response(stream, { headers: PROGRESS_HEADERS });
}

/**
 * As server actions are held: the browser says which page sends, and it must be one of ours: of the host that was asked, or
 * of the public address, where a proxy asks us by another name.
 */
function isFromOurPage({ headers }: Request): boolean {
  const origin = headers.get("origin");
  if (origin === null || !URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === headers.get("host") || host === config().publicUrl.host;
}

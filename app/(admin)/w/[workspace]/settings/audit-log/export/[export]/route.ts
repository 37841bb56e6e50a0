import { openExport, readExport } from "#lib/audit-export/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { textStream } from "#lib/http/text-stream.ts";
import { workspacePage } from "#lib/session/index.ts";

type Props = { params: Promise<{ workspace: string; export: string }> };

const TYPES = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson; charset=utf-8" } as const;

/** The file itself, made while it is sent; who stops the download ends it. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { workspace, export: exportId } = await params;
  const { ctx } = await workspacePage(workspace);
  const headers = { "cache-control": "no-store" };
  try {
    const asked = await readIfPermitted(openExport, ctx, { exportId });
    if (asked === null) return new Response(null, { status: 403, headers });
    const name = `audit-log-${workspace}-${asked.requestedAt.slice(0, 10)}.${asked.format}`;
    return new Response(textStream(readExport(ctx, asked)), {
      headers: {
        ...headers,
        "content-type": TYPES[asked.format],
        "content-disposition": `attachment; filename="${name}"`,
      },
    });
  } catch (error) {
    if (!isAppError(error)) throw error;
    return new Response(null, { status: 404, headers });
  }
}

import { openExport, readExport } from "#lib/audit-export/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
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
    const lines = readExport(ctx, asked);
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const next = await lines.next();
        if (next.done) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      async cancel() {
        await lines.return(undefined as never);
      },
    });
    const name = `audit-log-${workspace}-${asked.requestedAt.slice(0, 10)}.${asked.format}`;
    return new Response(body, {
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

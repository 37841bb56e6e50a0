import { MAX_RANGE_LENGTH, openExport, readExport, readExportBytes } from "#lib/audit-export/index.ts";
import type { AuditExport } from "#lib/audit-export/schemas.ts";
import { isAppError } from "#lib/errors/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { bodyStream } from "#lib/http/body-stream.ts";
import { rangedResponse } from "#lib/http/ranged-response.ts";
import { workspacePage } from "#lib/session/index.ts";

type Props = { params: Promise<{ workspace: string; export: string }> };

const TYPES = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson; charset=utf-8" } as const;

/** The file itself; who stops the download ends its reading. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { workspace, export: exportId } = await params;
  const { ctx } = await workspacePage(workspace);
  try {
    const range = request.headers.get("range");
    const part = range !== null && range.length <= MAX_RANGE_LENGTH ? { range } : {};
    const asked = await readIfPermitted(openExport, ctx, { exportId, ...part });
    if (asked === null) return new Response(null, { status: 403, headers: NOT_KEPT });
    const headers = headersOf(asked, workspace);
    const read = (bytes: { first: number; last: number }) => readExportBytes(ctx, exportId, bytes);
    if (asked.file) return rangedResponse(request, { ...asked.file, read }, headers);
    // Made anew each time: an event that commits late, or goes after its time, makes it another file.
    return new Response(bodyStream(readExport(ctx, asked)), { headers: { ...headers, "accept-ranges": "none" } });
  } catch (error) {
    if (!isAppError(error)) throw error;
    return new Response(null, { status: 404, headers: NOT_KEPT });
  }
}

// Not compressed on the way either: ranges and the hash are of the file as it is.
const NOT_KEPT = { "cache-control": "no-store, no-transform" };

function headersOf({ format, requestedAt }: AuditExport, workspace: string) {
  return {
    ...NOT_KEPT,
    "content-type": TYPES[format],
    "content-disposition": `attachment; filename="audit-log-${workspace}-${requestedAt.slice(0, 10)}.${format}"`,
  };
}

import { parseQuery } from "#components/audit-log/query.ts";
import { followAuditLog, openAuditTail, tailStream } from "#lib/audit-log/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { isStopping } from "#lib/http/stopping.ts";
import { invoke } from "#lib/kernel/index.ts";
import { isStillPermitted, workspacePage } from "#lib/session/index.ts";
import { filterOf } from "../filter.ts";
import { enter } from "./places.ts";

type Props = { params: Promise<{ workspace: string }> };

const REFUSED = { forbidden: 403, validation: 422 } as const;

/** New events as they come, as server-sent events: with the viewer's address, and from `Last-Event-ID` on. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { ctx } = await workspacePage((await params).workspace);
  const query = parseQuery(Object.fromEntries(new URL(request.url).searchParams));
  const filter = filterOf(query, ctx.now);
  const after = positionOf(request.headers.get("last-event-id"));
  const leave = enter(ctx.actor.id);
  if (leave === null) return refused(429);
  const stop = new AbortController();
  stop.signal.addEventListener("abort", leave, { once: true });
  request.signal.addEventListener("abort", () => stop.abort(), { once: true });
  try {
    const outcome = await invoke(openAuditTail, ctx, { ...filter, ...(after !== null && { after }) });
    if (outcome.status !== "done") throw new Error(`a read ended as ${outcome.status}`);
    const { position } = outcome.output;
    const isAllowed = async () => {
      // Another instance goes on for the reader, or this one when it is back.
      if (isStopping()) stop.abort();
      return !stop.signal.aborted && (await isStillPermitted(ctx, "audit_log:read"));
    };
    const batches = followAuditLog(ctx, filter, position, { signal: stop.signal, isAllowed });
    return new Response(tailStream(batches, position, stop), { headers: HEADERS });
  } catch (error) {
    stop.abort();
    const status = isAppError(error) ? REFUSED[error.code as keyof typeof REFUSED] : undefined;
    if (status === undefined) throw error;
    return refused(status);
  }
}

// No compression on the way, which would hold events back.
const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

function refused(status: number): Response {
  return new Response(null, { status, headers: { "cache-control": "no-store" } });
}

function positionOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

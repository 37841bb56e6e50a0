import { countUnread } from "#lib/notifications/index.ts";
import { workspacePage } from "#lib/session/index.ts";

/** For the bell in the header, which asks now and then. */
export async function GET(_request: Request, { params }: { params: Promise<{ workspace: string }> }) {
  const { ctx } = await workspacePage((await params).workspace);
  const unread = await countUnread(ctx.workspaceId, ctx.actor.id);
  return Response.json({ unread }, { headers: { "cache-control": "no-store" } });
}

import { read } from "#lib/forms/index.ts";
import { listInbox } from "#lib/notifications/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { shownItems } from "../shown-items.ts";

const SHOWN = 10;

/** For the bell in the header, when it is opened. */
export async function GET(_request: Request, { params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { ctx } = await workspacePage(slug);
  const { items } = await read(listInbox, ctx, { limit: SHOWN });
  return Response.json({ items: await shownItems(slug, items) }, { headers: { "cache-control": "no-store" } });
}

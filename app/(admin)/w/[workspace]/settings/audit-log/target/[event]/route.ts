import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { asRoute } from "#components/ui/route.ts";
import { findRelated } from "#lib/audit-related/index.ts";
import type { PageType } from "#lib/audit-related/schemas.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { chooseEnvironment, workspacePage } from "#lib/session/index.ts";
import { auditEventPath } from "../../../../projects/paths.ts";
import { TARGET_PATHS } from "../../target-path.ts";

type Props = { params: Promise<{ workspace: string; event: string }> };

/**
 * From an event to the page of what it was about, in the event's environment, which becomes the one that the workspace's
 * pages show. What is gone by now leads back to the event, which says so. Query: `type` and `id`, as the event names it.
 */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { workspace: slug, event: eventId } = await params;
  const { ctx } = await workspacePage(slug);
  if (!z.uuid().safeParse(eventId).success) notFound();
  const found = await readIfPermitted(findRelated, ctx, { eventId });
  const wanted = new URL(request.url).searchParams;
  const target = found?.targets.find(({ type, id }) => type === wanted.get("type") && id === wanted.get("id"));
  if (target === undefined || target.pageId === null) redirect(asRoute(auditEventPath(slug, eventId)));
  if (target.environment !== null) await chooseEnvironment(slug, target.environment);
  redirect(asRoute(pathOf(slug, target.type, target.pageId)));
}

function pathOf(slug: string, type: PageType, pageId: string): string {
  return TARGET_PATHS[type](slug, encodeURIComponent(pageId));
}

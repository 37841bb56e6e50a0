import { redirect } from "next/navigation";
import { asRoute } from "#components/ui/route.ts";
import { read } from "#lib/forms/index.ts";
import { openNotification } from "#lib/notifications/index.ts";
import { workspacePage } from "#lib/session/index.ts";

type Props = { params: Promise<{ workspace: string; notification: string }> };

/**
 * Where the links of inbox and mails lead: notes that the notification was opened and goes on to the thing. All that it
 * changes is that mark, so it may hang on a link (RFC 9110 §9.2.1).
 */
export default async function OpenNotificationPage({ params }: Props) {
  const { workspace: slug, notification: notificationId } = await params;
  const { ctx } = await workspacePage(slug);
  const { link } = await read(openNotification, ctx, { notificationId });
  redirect(asRoute(`/w/${slug}${link}`));
}

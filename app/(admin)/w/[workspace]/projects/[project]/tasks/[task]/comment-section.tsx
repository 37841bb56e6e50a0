import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { CommentForm } from "#components/tasks/comment-form.tsx";
import { CommentList } from "#components/tasks/comment-list.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { asRoute } from "#components/ui/route.ts";
import { listComments } from "#lib/comments/index.ts";
import { read } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { addCommentAction } from "../actions.ts";
import { serializeTaskPage } from "./task-page-params.ts";

type CommentSectionProps = { slug: string; taskId: string; path: string; cursor: string | null };

/** The comments on a task, oldest first, and the form for the next one. */
export async function CommentSection({ slug, taskId, path, cursor }: CommentSectionProps) {
  const [t, { ctx, environment }] = await Promise.all([getTranslations("tasks.comments"), workspacePage(slug)]);
  const page = { taskId, limit: 100, ...(cursor !== null && { cursor }) };
  const { items, nextCursor } = await read(listComments, ctx, page);
  return (
    <Card id="comments">
      <CardHeader title={t("title")} />
      <CardBody className="flex flex-col gap-6">
        {cursor !== null && (
          <Link href={asRoute(`${path}#comments`)} className={buttonClass({ size: "sm", className: "self-start" })}>
            {t("first")}
          </Link>
        )}
        <CommentList comments={items} />
        {nextCursor !== null && (
          <Link
            href={asRoute(`${serializeTaskPage(path, { comments: nextCursor })}#comments`)}
            className={buttonClass({ size: "sm", className: "self-start" })}
          >
            {t("more")}
          </Link>
        )}
        {ctx.actor.permissions.has("comments:write") && (
          <CommentForm action={addCommentAction.bind(null, slug, environment, taskId)} />
        )}
      </CardBody>
    </Card>
  );
}

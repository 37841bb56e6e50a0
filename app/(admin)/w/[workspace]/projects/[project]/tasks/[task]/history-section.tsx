import { getTranslations } from "next-intl/server";
import { HistoryList } from "#components/tasks/history-list.tsx";
import { Card, CardBody, CardFooter, CardHeader } from "#components/ui/card.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { read } from "#lib/forms/index.ts";
import { listHistory } from "#lib/history/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { undoPath } from "../../../../undo/params.ts";
import { approvalPath, auditEventPath } from "../../../paths.ts";
import { currentCursor, pageLinks } from "../../../trail.ts";
import { serializeTaskPage } from "./task-page-params.ts";

type HistorySectionProps = { slug: string; taskId: string; path: string; trail: string[] };

/** Everything that was done to a task, and by which way. */
export async function HistorySection({ slug, taskId, path, trail }: HistorySectionProps) {
  const [t, { ctx }] = await Promise.all([getTranslations("tasks.history"), workspacePage(slug)]);
  const target = { targetType: "task", targetId: taskId } as const;
  const { items, nextCursor } = await read(listHistory, ctx, { ...target, ...currentCursor(trail) });
  const links = pageLinks(trail, nextCursor, (history) => `${serializeTaskPage(path, { history })}#history`);
  const canRevert = ctx.actor.permissions.has("changes:revert");
  const canSeeAudit = ctx.actor.permissions.has("audit_log:read");
  return (
    <Card id="history">
      <CardHeader title={t("title")} description={t("description")} />
      <CardBody>
        <HistoryList
          entries={items}
          eventHref={canSeeAudit ? (id) => auditEventPath(slug, id) : null}
          approvalHref={canSeeAudit ? (id) => approvalPath(slug, id) : null}
          revertHref={canRevert ? ({ id, environment }) => undoPath(slug, { change: id, environment }) : null}
        />
      </CardBody>
      {(links.newerHref || links.olderHref) && (
        <CardFooter className="block">
          <Pagination {...links} />
        </CardFooter>
      )}
    </Card>
  );
}

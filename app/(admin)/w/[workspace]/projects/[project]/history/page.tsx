import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { HistoryList } from "#components/tasks/history-list.tsx";
import { Card, CardBody, CardFooter } from "#components/ui/card.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { read } from "#lib/forms/index.ts";
import { listHistory } from "#lib/history/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { undoPath } from "../../../undo/params.ts";
import { loadProject } from "../../load.ts";
import { approvalPath, auditEventPath, historyPath } from "../../paths.ts";
import { currentCursor, pageLinks, trailParser } from "../../trail.ts";
import { ProjectHeader } from "../project-header.tsx";

const load = createLoader({ page: trailParser });
const serialize = createSerializer({ page: trailParser });

type Props = { params: Promise<{ workspace: string; project: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, project } = await params;
  const [{ name }, t] = await Promise.all([loadProject(workspace, project), getTranslations("projects")]);
  return { title: `${name} · ${t("tabs.history")}` };
}

export default async function ProjectHistoryPage({ params, searchParams }: Props) {
  const [{ workspace: slug, project: ref }, { page }] = await Promise.all([params, load(searchParams)]);
  const [{ ctx }, project, t] = await Promise.all([
    workspacePage(slug),
    loadProject(slug, ref),
    getTranslations("projects"),
  ]);
  const target = { targetType: "project", targetId: project.id } as const;
  const { items, nextCursor } = await read(listHistory, ctx, { ...target, ...currentCursor(page) });
  const path = historyPath(slug, project.key);
  const links = pageLinks(page, nextCursor, (trail) => serialize(path, { page: trail }));
  const canRevert = ctx.actor.permissions.has("changes:revert");
  const canSeeAudit = ctx.actor.permissions.has("audit_log:read");
  return (
    <>
      <ProjectHeader slug={slug} project={project} current="history" />
      <p className="mb-4 text-ink-muted">{t("history.description")}</p>
      <Card>
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
    </>
  );
}

import { FolderKanban } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { createLoader, createSerializer, parseAsBoolean, type SearchParams } from "nuqs/server";
import { CreateProjectDialog } from "#components/projects/create-project-dialog.tsx";
import { ProjectTable } from "#components/projects/project-table.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { asRoute } from "#components/ui/route.ts";
import { read } from "#lib/forms/index.ts";
import { listProjects } from "#lib/projects/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { createProjectAction } from "./actions.ts";
import { projectsPath } from "./paths.ts";
import { currentCursor, pageLinks, trailParser } from "./trail.ts";

const parsers = { archived: parseAsBoolean.withDefault(false), page: trailParser };
const load = createLoader(parsers);
const serialize = createSerializer(parsers);

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("projects");
  return { title: t("title") };
}

export default async function ProjectsPage({ params, searchParams }: Props) {
  const [{ workspace: slug }, { archived, page }, t, refresh] = await Promise.all([
    params,
    load(searchParams),
    getTranslations("projects"),
    getTranslations("refreshStaging"),
  ]);
  const { ctx, environment } = await workspacePage(slug);
  const { items, nextCursor } = await read(listProjects, ctx, { includeArchived: archived, ...currentCursor(page) });
  const path = projectsPath(slug);
  const links = pageLinks(page, nextCursor, (trail) => serialize(path, { archived, page: trail }));
  const canCreate = ctx.actor.permissions.has("projects:write");
  const canRefresh = environment === "staging" && ctx.actor.permissions.has("environments:refresh");
  const create = canCreate && (
    <CreateProjectDialog
      environment={environment}
      projectsHref={path}
      action={createProjectAction.bind(null, slug, environment)}
    />
  );

  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <Link
              href={asRoute(serialize(path, { archived: !archived }))}
              className={buttonClass({ variant: "ghost" })}
            >
              {t(archived ? "hideArchived" : "showArchived")}
            </Link>
            {canRefresh && (
              <Link href={asRoute(`/w/${slug}/settings/security/refresh-staging`)} className={buttonClass({})}>
                {refresh("open")}
              </Link>
            )}
            {items.length > 0 && create}
          </>
        }
      />
      <ProjectTable
        projects={items}
        projectsHref={path}
        empty={
          <EmptyState
            icon={<FolderKanban />}
            title={t("empty.title")}
            description={t(canCreate ? "empty.description" : "empty.readOnly")}
            actions={create}
          />
        }
        footer={(links.newerHref || links.olderHref) && <Pagination {...links} />}
      />
    </>
  );
}

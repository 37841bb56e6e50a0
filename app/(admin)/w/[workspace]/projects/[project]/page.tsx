import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { CreateTaskDialog } from "#components/tasks/create-task-dialog.tsx";
import { TaskTable } from "#components/tasks/task-table.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { read } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { listAssignees, listTasks, searchTasks } from "#lib/tasks/index.ts";
import { loadProject } from "../load.ts";
import { projectPath } from "../paths.ts";
import { currentCursor, pageLinks } from "../trail.ts";
import { ProjectHeader } from "./project-header.tsx";
import { TaskFilters } from "./task-filters.tsx";
import { loadTaskListParams, serializeTaskList } from "./task-list-params.ts";
import { createTaskAction } from "./tasks/actions.ts";
import { TasksEmpty } from "./tasks-empty.tsx";

type Props = { params: Promise<{ workspace: string; project: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, project } = await params;
  return { title: (await loadProject(workspace, project)).name };
}

export default async function ProjectPage({ params, searchParams }: Props) {
  const [{ workspace: slug, project: ref }, { status, q, page }] = await Promise.all([
    params,
    loadTaskListParams(searchParams),
  ]);
  const [{ ctx, environment }, project, t] = await Promise.all([
    workspacePage(slug),
    loadProject(slug, ref),
    getTranslations("projects"),
  ]);
  const query = q.trim().slice(0, 200);
  const filter = { projectId: project.id, ...(status !== "all" && { status }), ...currentCursor(page) };
  const [{ items, nextCursor }, { items: people }] = await Promise.all([
    query === "" ? read(listTasks, ctx, filter) : read(searchTasks, ctx, { ...filter, query }),
    read(listAssignees, ctx, {}),
  ]);
  const path = projectPath(slug, project.key);
  const links = pageLinks(page, nextCursor, (trail) => serializeTaskList(path, { status, q, page: trail }));
  const create = ctx.actor.permissions.has("tasks:write") && !project.isArchived && (
    <CreateTaskDialog
      projectName={project.name}
      tasksHref={`${path}/tasks`}
      people={people}
      action={createTaskAction.bind(null, slug, environment, project.id)}
    />
  );

  return (
    <>
      <ProjectHeader slug={slug} project={project} current="tasks" actions={project.totalTaskCount > 0 && create} />
      {project.isArchived && <Callout className="mb-5" title={t("archivedNotice")} />}
      {project.totalTaskCount > 0 && <TaskFilters path={path} status={status} query={query} />}
      <TaskTable
        tasks={items}
        tasksHref={`${path}/tasks`}
        empty={
          <TasksEmpty
            path={path}
            status={status}
            query={query}
            hasTasks={project.totalTaskCount > 0}
            create={create || null}
          />
        }
        footer={(links.newerHref || links.olderHref) && <Pagination {...links} />}
      />
    </>
  );
}

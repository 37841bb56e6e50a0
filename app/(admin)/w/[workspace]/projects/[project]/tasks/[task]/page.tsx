import { Pencil } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { permanentRedirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { CompleteButton } from "#components/tasks/complete-button.tsx";
import { DeleteTaskDialog } from "#components/tasks/delete-task-dialog.tsx";
import { EditTaskForm } from "#components/tasks/edit-task-form.tsx";
import { StatusBadge } from "#components/tasks/task-badges.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Card, CardBody } from "#components/ui/card.tsx";
import { cn } from "#components/ui/class-names.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { asRoute } from "#components/ui/route.ts";
import { read } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { listAssignees } from "#lib/tasks/index.ts";
import { loadTask } from "../../../load.ts";
import { projectPath, projectsPath, taskPath } from "../../../paths.ts";
import { completeTaskAction, deleteTaskAction, previewDeleteAction, updateTaskAction } from "../actions.ts";
import { CommentSection } from "./comment-section.tsx";
import { HistorySection } from "./history-section.tsx";
import { TaskDetails } from "./task-details.tsx";
import { loadTaskPageParams, serializeTaskPage } from "./task-page-params.ts";

type Props = {
  params: Promise<{ workspace: string; project: string; task: string }>;
  searchParams: Promise<SearchParams>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, task: ref } = await params;
  const { number, title } = await loadTask(workspace, ref);
  return { title: `${number} ${title}` };
}

export default async function TaskPage({ params, searchParams }: Props) {
  const [{ workspace: slug, project: key, task: ref }, page, t, projects] = await Promise.all([
    params,
    loadTaskPageParams(searchParams),
    getTranslations("tasks"),
    getTranslations("projects"),
  ]);
  const [{ ctx, environment }, task] = await Promise.all([workspacePage(slug), loadTask(slug, ref)]);
  const path = taskPath(slug, task.number);
  // Other ways of writing it, such as the id in an audit event, lead to the one address.
  if (ref !== task.number || key !== task.project.key) permanentRedirect(asRoute(path));
  const { permissions } = ctx.actor;
  const canWrite = permissions.has("tasks:write");
  const isEditing = page.edit && canWrite;
  const projectHref = projectPath(slug, task.project.key);
  const isDone = task.status === "done" || task.status === "cancelled";

  return (
    <>
      <PageHeader
        breadcrumbs={[
          { label: projects("title"), href: projectsPath(slug) },
          { label: task.project.name, href: projectHref },
          { label: task.number },
        ]}
        title={task.title}
        meta={
          <>
            <span className="font-mono text-ink-muted">{task.number}</span>
            <StatusBadge status={task.status} />
          </>
        }
        actions={
          !isEditing && (
            <>
              {permissions.has("tasks:delete") && (
                <DeleteTaskDialog
                  number={task.number}
                  title={task.title}
                  projectHref={projectHref}
                  preview={previewDeleteAction.bind(null, slug, environment, task.id)}
                  action={deleteTaskAction.bind(null, slug, environment, task.id, task.version)}
                />
              )}
              {canWrite && (
                <Link href={asRoute(serializeTaskPage(path, { edit: true }))} className={buttonClass()}>
                  <Pencil aria-hidden />
                  {t("edit")}
                </Link>
              )}
              {canWrite && !isDone && (
                <CompleteButton
                  number={task.number}
                  action={completeTaskAction.bind(null, slug, environment, task.id)}
                />
              )}
            </>
          )
        }
      />
      <div className={cn("grid items-start gap-6", !isEditing && "lg:grid-cols-[minmax(0,1fr)_19rem]")}>
        <div className="flex min-w-0 flex-col gap-6">
          {isEditing ? (
            <EditTaskForm
              task={task}
              taskHref={path}
              people={(await read(listAssignees, ctx, {})).items}
              action={updateTaskAction.bind(null, slug, environment, task.id)}
            />
          ) : (
            <Card>
              <CardBody>
                <h2 className="sr-only">{t("fields.description")}</h2>
                {task.description === "" ? (
                  <p className="text-ink-muted">{t("noDescription")}</p>
                ) : (
                  <p className="whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">{task.description}</p>
                )}
              </CardBody>
            </Card>
          )}
          {!isEditing && (
            <div className="lg:hidden">
              <TaskDetails task={task} projectHref={projectHref} />
            </div>
          )}
          <CommentSection slug={slug} taskId={task.id} path={path} cursor={page.comments} />
          <HistorySection slug={slug} taskId={task.id} path={path} trail={page.history} />
        </div>
        {!isEditing && (
          <div className="max-lg:hidden">
            <TaskDetails task={task} projectHref={projectHref} />
          </div>
        )}
      </div>
    </>
  );
}

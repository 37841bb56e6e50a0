import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { EditProjectDialog } from "#components/projects/edit-project-dialog.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { LinkTabs } from "#components/ui/link-tabs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { Project } from "#lib/projects/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { updateProjectAction } from "../actions.ts";
import { historyPath, projectPath, projectsPath } from "../paths.ts";

type ProjectHeaderProps = { slug: string; project: Project; current: "tasks" | "history"; actions?: ReactNode };

/** What the pages of one project have in common. */
export async function ProjectHeader({ slug, project, current, actions }: ProjectHeaderProps) {
  const [t, { ctx, environment }] = await Promise.all([getTranslations("projects"), workspacePage(slug)]);
  const tasksHref = projectPath(slug, project.key);
  return (
    <>
      <PageHeader
        className="mb-4"
        breadcrumbs={[{ label: t("title"), href: projectsPath(slug) }, { label: project.name }]}
        title={project.name}
        meta={
          <>
            <Badge className="font-mono">{project.key}</Badge>
            {project.isArchived && <Badge tone="warning">{t("archived")}</Badge>}
          </>
        }
        description={project.description && <span className="whitespace-pre-wrap">{project.description}</span>}
        actions={
          <>
            {ctx.actor.permissions.has("projects:write") && (
              <EditProjectDialog
                project={project}
                action={updateProjectAction.bind(null, slug, environment, project.id)}
              />
            )}
            {actions}
          </>
        }
      />
      <LinkTabs
        className="mb-5"
        label={t("tabs.label")}
        items={[
          { href: tasksHref, label: t("tabs.tasks"), current: current === "tasks" },
          { href: historyPath(slug, project.key), label: t("tabs.history"), current: current === "history" },
        ]}
      />
    </>
  );
}

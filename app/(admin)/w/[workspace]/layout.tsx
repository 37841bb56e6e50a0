import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { proveAction, signOutAction } from "#app/(auth)/actions.ts";
import { setLocale, setTheme, setTimeZone } from "#app/preferences/actions.ts";
import { AppShell } from "#components/layout/app-shell.tsx";
import { StepUpDialog } from "#components/step-up/step-up-dialog.tsx";
import { countWaiting } from "#lib/approvals/index.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";
import { countUnread } from "#lib/notifications/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { setEnvironmentAction } from "../../actions.ts";
import { markAllReadAction } from "./inbox/actions.ts";
import { inboxPath } from "./inbox/shown-items.ts";
import { workspaceNavigation } from "./navigation.tsx";

type Props = { params: Promise<{ workspace: string }>; children: ReactNode };

/** The signed-in frame around every page of a workspace. */
export default async function WorkspaceLayout({ params, children }: Props) {
  const { workspace: slug } = await params;
  const [{ person, workspace, environment, ctx }, roles] = await Promise.all([
    workspacePage(slug),
    getTranslations("members.roles"),
  ]);
  const mayApprove = ctx.actor.permissions.has("writes:approve");
  const [unread, waiting] = await Promise.all([
    countUnread(ctx.workspaceId, ctx.actor.id),
    mayApprove ? countWaiting(ctx.workspaceId, ctx.now) : 0,
  ]);
  return (
    <AppShell
      workspace={{ name: workspace.name, href: `/w/${workspace.slug}/projects` }}
      workspaces={person.workspaces.map(({ id, name, slug: other }) => ({
        id,
        name,
        href: `/w/${other}/projects`,
        current: id === workspace.id,
      }))}
      navigation={await workspaceNavigation(workspace.slug, ctx.actor.permissions, waiting)}
      environment={environment}
      environments={ENVIRONMENTS}
      inbox={{
        href: inboxPath(slug),
        unread,
        markAllRead: markAllReadAction.bind(null, slug),
      }}
      person={{
        name: person.name,
        email: person.email,
        role: roles(workspace.role),
        chosenTimeZone: person.chosenTimeZone,
      }}
      actions={{
        setEnvironment: setEnvironmentAction.bind(null, workspace.slug),
        setLocale,
        setTheme,
        setTimeZone,
        signOut: signOutAction,
      }}
    >
      {children}
      <StepUpDialog action={proveAction} email={person.email} />
    </AppShell>
  );
}

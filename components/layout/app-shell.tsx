import { cookies } from "next/headers";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { InboxButton, type InboxButtonProps } from "#components/notifications/inbox-button.tsx";
import { EnvironmentBand } from "#components/ui/environment-band.tsx";
import type { EnvironmentName } from "#components/ui/environment-style.ts";
import { asRoute } from "#components/ui/route.ts";
import { BrandMark } from "./brand.tsx";
import { EnvironmentSwitch } from "./environment-switch.tsx";
import { Navigation, type NavigationSection } from "./navigation.tsx";
import { PersonMenu, type PersonMenuProps } from "./person-menu.tsx";
import { PhoneNavigation } from "./phone-navigation.tsx";
import { SkipLink } from "./skip-link.tsx";
import { parseTheme, THEME_COOKIE } from "./theme.ts";
import { type WorkspaceChoice, WorkspaceSwitch } from "./workspace-switch.tsx";

type AppShellProps = {
  workspace: { name: string; href: string };
  workspaces: WorkspaceChoice[];
  navigation: NavigationSection[];
  environment: EnvironmentName;
  environments: readonly EnvironmentName[];
  inbox: InboxButtonProps;
  person: PersonMenuProps["person"];
  actions: PersonMenuProps["actions"] & { setEnvironment: (data: FormData) => Promise<void> };
  children: ReactNode;
};

/** Header, environment band, navigation and main landmark around every signed-in page. */
export async function AppShell({ workspace, navigation, environment, actions, children, ...rest }: AppShellProps) {
  const [t, jar] = await Promise.all([getTranslations("common"), cookies()]);
  const theme = parseTheme(jar.get(THEME_COOKIE)?.value);
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="sticky top-0 z-30">
        <div className="flex h-14 items-center gap-1 border-line border-b bg-surface px-3 sm:gap-2 sm:px-5">
          <PhoneNavigation sections={navigation} />
          <Link href={asRoute(workspace.href)} aria-label={t("appName")} className="rounded-md p-1 max-md:hidden">
            <BrandMark />
          </Link>
          <WorkspaceSwitch name={workspace.name} workspaces={rest.workspaces} />
          <span aria-hidden className="text-line-strong max-sm:hidden">
            /
          </span>
          <EnvironmentSwitch
            environment={environment}
            environments={rest.environments}
            onChange={actions.setEnvironment}
          />
          <div className="ml-auto flex items-center gap-1">
            <InboxButton {...rest.inbox} />
            <PersonMenu person={rest.person} theme={theme} actions={actions} />
          </div>
        </div>
        <EnvironmentBand environment={environment} />
      </header>
      <div className="flex flex-1">
        <aside className="w-60 shrink-0 border-line border-r bg-surface max-md:hidden">
          <div className="sticky top-21 max-h-[calc(100dvh-5.25rem)] overflow-y-auto px-3 py-5">
            <Navigation sections={navigation} />
          </div>
        </aside>
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 px-4 py-6 outline-none sm:px-8 sm:py-8">
          <div className="mx-auto w-full max-w-7xl">{children}</div>
        </main>
      </div>
    </div>
  );
}

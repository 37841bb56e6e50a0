import { FolderKanban, Mail, Plug, ScrollText, ShieldCheck, UserCheck, Users } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { NavigationItem, NavigationSection } from "#components/layout/navigation.tsx";
import type { Permission } from "#lib/authz/index.ts";

type Guarded = NavigationItem & { permission: Permission };

/** The pages of a workspace that this role can open. Hiding one is courtesy; its operations decide. */
export async function workspaceNavigation(
  slug: string,
  permissions: ReadonlySet<Permission>,
  waitingApprovals: number,
): Promise<NavigationSection[]> {
  const t = await getTranslations("shell.nav");
  const settings = `/w/${slug}/settings`;
  const integrations = `${settings}/integrations`;
  const publicApi = { href: `${integrations}/public-api`, label: t("publicApi") };
  const webhooks = { href: `${integrations}/webhooks`, label: t("webhooks") };
  const reminders = { href: `${integrations}/reminders`, label: t("reminders") };
  const work: Guarded[] = [
    { href: `/w/${slug}/projects`, label: t("projects"), icon: <FolderKanban />, permission: "projects:read" },
  ];
  const administration: Guarded[] = [
    { href: `${settings}/members`, label: t("members"), icon: <Users />, permission: "members:read" },
    {
      href: `${settings}/security`,
      label: t("security"),
      icon: <ShieldCheck />,
      permission: "environment_policies:read",
    },
    {
      href: `${settings}/approvals`,
      label: t("approvals"),
      icon: <UserCheck />,
      permission: "writes:approve",
      ...(waitingApprovals > 0 && {
        waiting: { count: waitingApprovals, label: t("waiting", { count: waitingApprovals }) },
      }),
    },
    {
      href: integrations,
      label: t("integrations"),
      icon: <Plug />,
      items: [publicApi, reminders, webhooks],
      permission: "api_keys:read",
    },
    {
      href: `${settings}/notifications`,
      label: t("notifications"),
      icon: <Mail />,
      permission: "notifications:manage",
    },
    { href: `${settings}/audit-log`, label: t("auditLog"), icon: <ScrollText />, permission: "audit_log:read" },
  ];
  const allowed = (items: Guarded[]) =>
    items.filter(({ permission }) => permissions.has(permission)).map(({ permission: _, ...item }) => item);
  return [{ items: allowed(work) }, { label: t("settings"), items: allowed(administration) }].filter(
    ({ items }) => items.length > 0,
  );
}

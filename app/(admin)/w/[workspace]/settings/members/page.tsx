import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AddMember } from "#components/members/add-member.tsx";
import { MembersTable } from "#components/members/members-table.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { canAssignRole, ROLES } from "#lib/authz/index.ts";
import { read } from "#lib/forms/index.ts";
import { listMembers } from "#lib/members/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { addMemberAction, changeMemberRoleAction, removeMemberAction } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("members");
  return { title: t("title") };
}

export default async function MembersPage({ params }: { params: Promise<{ workspace: string }> }) {
  const [{ workspace: slug }, t] = await Promise.all([params, getTranslations("members")]);
  const { ctx, person, workspace } = await workspacePage(slug);
  const { items } = await read(listMembers, ctx, {});
  const canManage = ctx.actor.permissions.has("members:manage");
  const roles = ROLES.filter((role) => canAssignRole(workspace.role, role));
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={canManage && <AddMember roles={roles} action={addMemberAction.bind(null, slug)} />}
      />
      {!canManage && (
        <Callout title={t("readOnly.title")} className="mb-5">
          {t("readOnly.description", { role: t(`roles.${workspace.role}`) })}
        </Callout>
      )}
      <MembersTable
        members={items}
        personId={person.id}
        workspaceName={workspace.name}
        assignableRoles={canManage ? roles : []}
        changeRole={changeMemberRoleAction.bind(null, slug)}
        remove={removeMemberAction.bind(null, slug)}
      />
    </>
  );
}

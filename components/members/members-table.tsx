"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { DataTable, type DataTableColumn } from "#components/data-table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Role } from "#lib/authz/index.ts";
import type { Member } from "#lib/members/schemas.ts";
import { type ChangeRoleAction, ChangeRoleDialog } from "./change-role-dialog.tsx";
import { type Lock, MemberMenu } from "./member-menu.tsx";
import { type RemoveMemberAction, RemoveMemberDialog } from "./remove-member-dialog.tsx";

type MembersTableProps = {
  members: Member[];
  /** Who looks at it. */
  personId: string;
  workspaceName: string;
  /** The roles that the person may give and take; none for who may only look. */
  assignableRoles: readonly Role[];
  changeRole: ChangeRoleAction;
  remove: RemoveMemberAction;
};

type Asked = { what: "role" | "removal"; member: Member };

export function MembersTable({ members, personId, assignableRoles, ...props }: MembersTableProps) {
  const t = useTranslations("members");
  // The member stays known while the dialog closes.
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isOpen, setIsOpen] = useState(false);

  const columns = useMemo(() => {
    const ownerCount = members.filter(({ role }) => role === "owner").length;
    const lockOf = ({ role }: Member): Lock | null => {
      if (!assignableRoles.includes(role)) return "owner";
      return role === "owner" && ownerCount === 1 ? "lastOwner" : null;
    };
    const ask = (what: Asked["what"], member: Member) => {
      setAsked({ what, member });
      setIsOpen(true);
    };
    const all: DataTableColumn<Member>[] = [
      {
        id: "name",
        header: t("name"),
        primary: true,
        cell: ({ id, name }) => (
          <span className="inline-flex items-center gap-2 font-medium text-ink [overflow-wrap:anywhere]">
            {name}
            {id === personId && <Badge tone="accent">{t("you")}</Badge>}
          </span>
        ),
      },
      {
        id: "email",
        header: t("email"),
        wrap: true,
        className: "text-ink-muted max-sm:text-right",
        cell: ({ email }) => email,
      },
      { id: "role", header: t("role"), cell: ({ role }) => t(`roles.${role}`) },
      {
        id: "joined",
        header: t("joined"),
        className: "text-ink-muted",
        cell: ({ joinedAt }) => <RelativeTime at={joinedAt} />,
      },
    ];
    if (assignableRoles.length === 0) return all;
    const menu: DataTableColumn<Member> = {
      id: "menu",
      header: t("actions"),
      headerHidden: true,
      align: "end",
      cell: (member) => (
        <MemberMenu
          member={member}
          isSelf={member.id === personId}
          lock={lockOf(member)}
          onChangeRole={() => ask("role", member)}
          onRemove={() => ask("removal", member)}
        />
      ),
    };
    return [...all, menu];
  }, [members, personId, assignableRoles, t]);

  const dialog = asked && { member: asked.member, isSelf: asked.member.id === personId, onOpenChange: setIsOpen };
  return (
    <>
      <DataTable caption={t("title")} columns={columns} rows={members} rowId={({ id }) => id} />
      {dialog && (
        <>
          <ChangeRoleDialog
            {...dialog}
            open={isOpen && asked.what === "role"}
            roles={assignableRoles}
            action={props.changeRole}
          />
          <RemoveMemberDialog
            {...dialog}
            open={isOpen && asked.what === "removal"}
            workspaceName={props.workspaceName}
            action={props.remove}
          />
        </>
      )}
    </>
  );
}

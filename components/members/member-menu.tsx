"use client";

import { Ellipsis, UserMinus, UserRoundCog } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import type { Member } from "#lib/members/schemas.ts";

/** Why nothing can be done with a member. */
export type Lock = "owner" | "lastOwner";

type MemberMenuProps = {
  member: Member;
  isSelf: boolean;
  lock: Lock | null;
  onChangeRole: () => void;
  onRemove: () => void;
};

export function MemberMenu({ member, isSelf, lock, onChangeRole, onRemove }: MemberMenuProps) {
  const t = useTranslations("members");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t("menu", { name: member.name })}>
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="max-w-72">
        {lock && <DropdownMenuLabel className="font-normal text-sm">{t(`locked.${lock}`)}</DropdownMenuLabel>}
        <DropdownMenuItem disabled={lock !== null} onSelect={onChangeRole}>
          <UserRoundCog aria-hidden />
          {t("changeRole.action")}
        </DropdownMenuItem>
        <DropdownMenuItem disabled={lock !== null} tone="danger" onSelect={onRemove}>
          <UserMinus aria-hidden />
          {t(isSelf ? "remove.actionSelf" : "remove.action")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

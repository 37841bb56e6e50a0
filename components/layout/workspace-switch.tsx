"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { asRoute } from "#components/ui/route.ts";
import { Initials } from "./initials.tsx";
import { switchButtonClass } from "./switch-button.ts";

export type WorkspaceChoice = { id: string; name: string; href: string; current: boolean };

export function WorkspaceSwitch({ name, workspaces }: { name: string; workspaces: WorkspaceChoice[] }) {
  const t = useTranslations("shell");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger aria-label={t("switchWorkspace", { name })} className={switchButtonClass}>
        <Initials name={name} className="rounded-md max-sm:hidden" />
        <span className="max-w-44 truncate font-semibold text-ink max-sm:max-w-24">{name}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>{t("workspace")}</DropdownMenuLabel>
        {workspaces.map((workspace) => (
          <DropdownMenuItem key={workspace.id} asChild>
            <Link href={asRoute(workspace.href)} aria-current={workspace.current ? "true" : undefined}>
              <Initials name={workspace.name} className="rounded-md" />
              <span className="min-w-0 flex-1 truncate">{workspace.name}</span>
              {workspace.current && <Check aria-hidden />}
            </Link>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

"use client";

import { ChevronsUpDown } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { cn } from "#components/ui/class-names.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { type EnvironmentName, environmentStyle } from "#components/ui/environment-style.ts";
import { switchButtonClass } from "./switch-button.ts";

type EnvironmentSwitchProps = {
  environment: EnvironmentName;
  environments: readonly EnvironmentName[];
  /** A server action; its form data holds `environment` and `returnTo`, the page's own path and query. */
  onChange: (data: FormData) => Promise<void>;
};

export function EnvironmentSwitch({ environment, environments, onChange }: EnvironmentSwitchProps) {
  const t = useTranslations("shell");
  const names = useTranslations("common.environments");
  const pathname = usePathname();
  const search = useSearchParams().toString();
  const [isPending, startTransition] = useTransition();

  function choose(next: string) {
    if (next === environment) return;
    const data = new FormData();
    data.set("environment", next);
    data.set("returnTo", search ? `${pathname}?${search}` : pathname);
    startTransition(() => onChange(data));
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={t("switchEnvironment", { name: names(environment) })}
        disabled={isPending}
        className={switchButtonClass}
      >
        <EnvironmentDot environment={environment} />
        <span className="truncate font-medium text-ink">{names(environment)}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-72">
        <DropdownMenuLabel>{t("environment")}</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={environment} onValueChange={choose}>
          {environments.map((choice) => (
            <DropdownMenuRadioItem key={choice} value={choice} className="items-start py-1.5">
              <EnvironmentDot environment={choice} className="mt-1.5 self-start" />
              <span className="flex min-w-0 flex-col">
                <span className="font-medium">{names(choice)}</span>
                <span className="text-ink-muted text-sm">{t(`environmentHint.${choice}`)}</span>
              </span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function EnvironmentDot({ environment, className }: { environment: EnvironmentName; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn("size-2 shrink-0 self-center rounded-full", environmentStyle[environment].dot, className)}
    />
  );
}

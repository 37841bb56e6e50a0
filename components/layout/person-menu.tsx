"use client";

import { Clock, KeyRound, LogOut } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import type { FormAction } from "#components/form/use-action-form.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { asRoute } from "#components/ui/route.ts";
import { LANGUAGE_NAMES } from "#lib/i18n/locale.ts";
import { Initials } from "./initials.tsx";
import { switchButtonClass } from "./switch-button.ts";
import { THEMES, type Theme } from "./theme.ts";
import { TimeZoneDialog } from "./time-zone-dialog.tsx";

export type PersonMenuProps = {
  person: { name: string; email: string; role?: string; chosenTimeZone: string | null };
  theme: Theme;
  /** Server actions; their form data holds `locale`, `theme`, `timeZone`, nothing. */
  actions: {
    setLocale: (data: FormData) => Promise<void>;
    setTheme: (data: FormData) => Promise<void>;
    setTimeZone: FormAction<unknown>;
    signOut: (data: FormData) => Promise<void>;
  };
};

export function PersonMenu({ person, theme, actions }: PersonMenuProps) {
  const t = useTranslations("shell");
  const locale = useLocale();
  const pathname = usePathname();
  const [, startTransition] = useTransition();
  const [isChoosingZone, setIsChoosingZone] = useState(false);

  function send(action: (data: FormData) => Promise<void>, fields: Record<string, string> = {}) {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    startTransition(() => action(data));
  }

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger aria-label={t("personMenu", { name: person.name })} className={switchButtonClass}>
          <Initials name={person.name} className="size-7 rounded-full text-xs" />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" className="w-60">
          <div className="flex flex-col px-2 py-1.5">
            <span className="truncate font-medium">{person.name}</span>
            <span className="truncate text-ink-muted text-sm">{person.email}</span>
            {person.role && <span className="text-ink-faint text-xs">{person.role}</span>}
          </div>
          <DropdownMenuSeparator />
          <DropdownMenuLabel>{t("language")}</DropdownMenuLabel>
          <DropdownMenuRadioGroup value={locale} onValueChange={(next) => send(actions.setLocale, { locale: next })}>
            {Object.entries(LANGUAGE_NAMES).map(([code, name]) => (
              <DropdownMenuRadioItem key={code} value={code} lang={code}>
                {name}
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
          <DropdownMenuSeparator />
          <DropdownMenuLabel>{t("theme")}</DropdownMenuLabel>
          <DropdownMenuRadioGroup value={theme} onValueChange={(next) => send(actions.setTheme, { theme: next })}>
            {THEMES.map((choice) => (
              <DropdownMenuRadioItem key={choice} value={choice}>
                {t(`themes.${choice}`)}
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => setIsChoosingZone(true)}>
            <Clock aria-hidden />
            {t("timeZone.open")}
          </DropdownMenuItem>
          <DropdownMenuItem asChild>
            <Link href={asRoute(`/change-password?returnTo=${encodeURIComponent(pathname)}`)}>
              <KeyRound aria-hidden />
              {t("changePassword")}
            </Link>
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => send(actions.signOut)}>
            <LogOut aria-hidden />
            {t("signOut")}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <TimeZoneDialog
        chosen={person.chosenTimeZone}
        action={actions.setTimeZone}
        open={isChoosingZone}
        onOpenChange={setIsChoosingZone}
      />
    </>
  );
}

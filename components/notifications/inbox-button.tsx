"use client";

import { Bell } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { announce } from "#components/ui/live-region.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { LatestNotifications } from "./latest-notifications.tsx";
import { MarkAllRead } from "./mark-read.tsx";
import { useUnread } from "./use-unread.ts";

export type InboxButtonProps = {
  /** The inbox's page. */
  href: string;
  /** When the page was rendered. */
  unread: number;
  markAllRead: () => Promise<FormState>;
};

const MAX_SHOWN = 99;

/** The bell in the header: how many are unread, and the latest. */
export function InboxButton({ href, unread: rendered, markAllRead }: InboxButtonProps) {
  const t = useTranslations("notifications.inbox");
  const [isOpen, setIsOpen] = useState(false);
  const [round, setRound] = useState(0);
  const unread = useUnread(
    href,
    rendered,
    useCallback((count: number) => announce(t("arrived", { count })), [t]),
  );
  const close = () => setIsOpen(false);
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger
        aria-label={t("button", { count: unread })}
        className="relative grid size-9 shrink-0 place-items-center rounded-md text-ink-muted transition-colors hover:bg-hover hover:text-ink data-[state=open]:bg-hover"
      >
        <Bell aria-hidden className="size-4.5" />
        {unread > 0 && (
          <span
            aria-hidden
            className="absolute top-0.5 right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 font-semibold text-[0.625rem] text-on-accent tabular-nums"
          >
            {unread > MAX_SHOWN ? `${MAX_SHOWN}+` : unread}
          </span>
        )}
      </PopoverTrigger>
      <PopoverContent align="end" className="w-104 p-0" aria-label={t("title")}>
        <div className="flex min-h-12 items-center justify-between gap-3 border-line border-b px-5 py-2">
          <h2 className="font-semibold">{t("title")}</h2>
          {unread > 0 && <MarkAllRead action={markAllRead} onDone={() => setRound(round + 1)} />}
        </div>
        <LatestNotifications key={round} path={href} onFollow={close} />
        <Link
          href={asRoute(href)}
          onClick={close}
          className="block rounded-b-lg border-line border-t px-5 py-2.5 text-center font-medium text-accent-ink hover:bg-hover"
        >
          {t("showAll")}
        </Link>
      </PopoverContent>
    </Popover>
  );
}

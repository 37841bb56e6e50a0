"use client";

import { Check, CheckCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { announce } from "#components/ui/live-region.tsx";
import { toast } from "#components/ui/toast.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { UNREAD_CHANGED } from "./use-unread.ts";

export type MarkReadAction = (notificationId: string) => Promise<FormState>;

export function MarkAllRead({ action, onDone }: { action: () => Promise<FormState>; onDone?: () => void }) {
  const t = useTranslations("notifications.inbox");
  const [isPending, run] = useMarking(action, t("markedAll"), onDone);
  return (
    <Button size="sm" pending={isPending} onClick={run}>
      <CheckCheck aria-hidden />
      {t("markAllRead")}
    </Button>
  );
}

export function MarkRead({ title, action }: { title: string; action: () => Promise<FormState> }) {
  const t = useTranslations("notifications.inbox");
  const [isPending, run] = useMarking(action, t("marked"));
  return (
    <Button
      size="icon"
      variant="ghost"
      pending={isPending}
      onClick={run}
      aria-label={`${t("markRead")}: ${title}`}
      title={t("markRead")}
      className="relative z-10"
    >
      <Check aria-hidden />
    </Button>
  );
}

function useMarking(action: () => Promise<FormState>, done: string, onDone?: () => void) {
  const [isPending, startTransition] = useTransition();
  const run = () =>
    startTransition(async () => {
      const { ok, message = "" } = await action();
      if (!ok) return void toast.error(message);
      announce(done);
      window.dispatchEvent(new Event(UNREAD_CHANGED));
      onDone?.();
    });
  return [isPending, run] as const;
}

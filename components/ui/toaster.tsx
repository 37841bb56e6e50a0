"use client";

import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Toast as ToastPrimitive } from "radix-ui";
import { useSyncExternalStore } from "react";
import { Button } from "./button.tsx";
import { dismissToast, type ToastEntry, toastStore } from "./toast.ts";

const looks = {
  success: { Icon: CircleCheck, color: "text-success-ink" },
  error: { Icon: CircleAlert, color: "text-danger-ink" },
  info: { Icon: Info, color: "text-info-ink" },
} as const;

/** Shows what `toast` is told; mounted once, in the root layout. */
export function Toaster() {
  const t = useTranslations("common");
  const entries = useSyncExternalStore(toastStore.subscribe, toastStore.read, toastStore.readOnServer);
  return (
    <ToastPrimitive.Provider label={t("notifications")} duration={6000}>
      {entries.map((entry) => (
        <ToastCard key={entry.id} entry={entry} />
      ))}
      <ToastPrimitive.Viewport
        label={`${t("notifications")} ({hotkey})`}
        className="fixed right-0 bottom-0 z-60 flex w-full max-w-sm flex-col gap-2 p-4 outline-none"
      />
    </ToastPrimitive.Provider>
  );
}

function ToastCard({ entry }: { entry: ToastEntry }) {
  const t = useTranslations("common");
  const { Icon, color } = looks[entry.tone];
  return (
    <ToastPrimitive.Root
      type={entry.tone === "error" ? "foreground" : "background"}
      {...(entry.tone === "error" && { duration: 12_000 })}
      onOpenChange={(isOpen) => {
        if (!isOpen) dismissToast(entry.id);
      }}
      className="flex animate-rise items-start gap-3 rounded-lg border border-line bg-raised p-3.5 text-ink shadow-popover data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x)"
    >
      <Icon aria-hidden className={`mt-0.5 size-4.5 shrink-0 ${color}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <ToastPrimitive.Title className="font-medium">{entry.title}</ToastPrimitive.Title>
        {entry.description && (
          <ToastPrimitive.Description className="text-ink-muted text-sm">
            {entry.description}
          </ToastPrimitive.Description>
        )}
        {entry.action && (
          <ToastPrimitive.Action asChild altText={entry.action.label}>
            <Button size="sm" className="mt-2 self-start" onClick={entry.action.onClick}>
              {entry.action.label}
            </Button>
          </ToastPrimitive.Action>
        )}
      </div>
      <ToastPrimitive.Close asChild>
        <Button variant="ghost" size="icon" aria-label={t("dismiss")} className="-mt-1 -mr-1">
          <X aria-hidden />
        </Button>
      </ToastPrimitive.Close>
    </ToastPrimitive.Root>
  );
}

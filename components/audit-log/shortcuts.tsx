"use client";

import { Keyboard } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { SwitchField } from "#components/ui/switch.tsx";

const STORED_AS = "postern-audit-shortcuts";
const KEYS = [
  ["j", "next"],
  ["k", "previous"],
  ["Enter", "open"],
  ["Esc", "close"],
  ["c", "copy"],
  ["/", "search"],
  ["f", "filters"],
  ["t", "range"],
  ["q", "views"],
  ["l", "live"],
] as const;

const listeners = new Set<() => void>();

/** Whether single letters do something; remembered in this browser. */
export function useShortcutsEnabled(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => localStorage.getItem(STORED_AS) !== "off",
    () => true,
  );
}

function setEnabled(isEnabled: boolean) {
  localStorage.setItem(STORED_AS, isEnabled ? "on" : "off");
  for (const notify of listeners) notify();
}

/** What the keys do, and the switch that turns them off. */
export function Shortcuts() {
  const t = useTranslations("auditLog.shortcuts");
  const isEnabled = useShortcutsEnabled();
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t("title")} className="size-9 max-sm:hidden">
          <Keyboard aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={t("title")} className="flex flex-col gap-4">
        <dl className="grid grid-cols-[3.5rem_1fr] items-center gap-y-2">
          {KEYS.map(([key, name]) => (
            <div key={key} className="contents">
              <dt>
                <Kbd>{key}</Kbd>
              </dt>
              <dd className="text-ink-muted">{t(name)}</dd>
            </div>
          ))}
        </dl>
        <SwitchField
          label={t("enabled")}
          checked={isEnabled}
          onCheckedChange={setEnabled}
          className="border-line border-t pt-3"
        />
      </PopoverContent>
    </Popover>
  );
}

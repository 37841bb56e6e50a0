"use client";

import { Ban, Pause, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { SeveralKeysActions, SeveralKeysChange } from "./several-keys.ts";
import { SeveralKeysDialog } from "./several-keys-dialog.tsx";
import type { Selection } from "./use-selection.ts";

type SelectionBarProps = { selection: Selection; total: number; actions: SeveralKeysActions };

/** What can be done with the chosen keys; says how many they are, and offers all that the filter finds. */
export function SelectionBar({ selection, total, actions }: SelectionBarProps) {
  const t = useTranslations("apiKeys.several");
  const [change, setChange] = useState<SeveralKeysChange | null>(null);
  // Keeps its words while it closes.
  const [shown, setShown] = useState<SeveralKeysChange>("revoke");
  const { count, isAll } = selection;
  function open(next: SeveralKeysChange) {
    setShown(next);
    setChange(next);
  }
  return (
    <section
      aria-label={t("bar")}
      className="sticky top-22 z-10 mb-2 flex flex-wrap items-center gap-2 rounded-lg border border-accent-line bg-accent-soft px-3 py-2"
    >
      <p role="status" className="font-medium text-ink tabular-nums max-sm:flex-1 sm:mr-auto">
        {isAll ? t("allSelected", { count: total }) : t("selected", { count })}
      </p>
      {!isAll && total > count && (
        <Button
          variant="ghost"
          size="sm"
          className="max-sm:order-2 max-sm:h-9 max-sm:basis-full"
          onClick={selection.selectAll}
        >
          {t("selectAll", { count: total })}
        </Button>
      )}
      <Button size="sm" className="max-sm:order-3 max-sm:h-9 max-sm:flex-1" onClick={() => open("suspend")}>
        <Pause aria-hidden />
        {t("suspend.open")}
      </Button>
      <Button
        size="sm"
        className="max-sm:order-3 max-sm:h-9 max-sm:flex-1"
        variant="danger"
        onClick={() => open("revoke")}
      >
        <Ban aria-hidden />
        {t("revoke.open")}
      </Button>
      <Button
        variant="ghost"
        size="icon"
        // On a phone beside the count, so that the actions have a row of their own.
        className="max-sm:order-1"
        aria-label={t("clear")}
        onClick={selection.clear}
      >
        <X aria-hidden />
      </Button>
      <SeveralKeysDialog
        change={shown}
        keys={selection.keys}
        actions={actions}
        open={change !== null}
        onOpenChange={(isOpen) => !isOpen && setChange(null)}
        onDone={() => {
          selection.clear();
          // The bar goes, and the button that had the focus with it.
          document.getElementById("content")?.focus();
        }}
      />
    </section>
  );
}

"use client";

import { Columns3 } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useOptimistic, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { asRoute } from "#components/ui/route.ts";
import { KEY_COLUMNS, type KeyColumn } from "./columns.ts";

type ColumnChoiceProps = {
  columns: readonly KeyColumn[];
  /** Keeps the choice for the next visit. */
  remember: (columns: readonly KeyColumn[]) => Promise<void>;
};

/** Which columns are shown: in the address, so that a view can be shared, and remembered in this browser. */
export function ColumnChoice({ columns, remember }: ColumnChoiceProps) {
  const t = useTranslations("apiKeys");
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();
  const [, startTransition] = useTransition();
  const [shown, setShown] = useOptimistic(columns);

  function choose(column: KeyColumn, isShown: boolean) {
    const next = KEY_COLUMNS.filter((known) => (known === column ? isShown : shown.includes(known)));
    const query = new URLSearchParams(search);
    query.set("columns", next.join(","));
    startTransition(async () => {
      setShown(next);
      await remember(next);
      router.replace(asRoute(`${pathname}?${query}`), { scroll: false });
    });
  }

  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm" className="max-sm:h-9">
          <Columns3 aria-hidden />
          {t("columns.open")}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-56" aria-label={t("columns.legend")}>
        <fieldset className="flex flex-col gap-2.5">
          <legend className="mb-2.5 font-medium text-ink-muted text-sm">{t("columns.legend")}</legend>
          {KEY_COLUMNS.map((column) => (
            <CheckboxField
              key={column}
              label={t(`column.${column}`)}
              checked={shown.includes(column)}
              onCheckedChange={(checked) => choose(column, checked === true)}
            />
          ))}
        </fieldset>
      </PopoverContent>
    </Popover>
  );
}

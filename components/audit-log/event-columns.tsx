"use client";

import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { EVENT_COLUMNS, EVENT_COLUMNS_COOKIE, type EventColumn } from "./columns.ts";

const YEAR_SECONDS = 365 * 86_400;

type EventColumnChoiceProps = {
  columns: readonly EventColumn[];
  onChange: (columns: readonly EventColumn[]) => void;
};

/** Which columns the log shows; remembered in this browser. */
export function EventColumnChoice({ columns, onChange }: EventColumnChoiceProps) {
  const t = useTranslations("auditLog");

  function choose(column: EventColumn, isShown: boolean) {
    const next = EVENT_COLUMNS.filter((known) => (known === column ? isShown : columns.includes(known)));
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${EVENT_COLUMNS_COOKIE}=${next.join(",")}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    onChange(next);
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
          {EVENT_COLUMNS.map((column) => (
            <CheckboxField
              key={column}
              label={t(`columns.${column}`)}
              checked={columns.includes(column)}
              onCheckedChange={(checked) => choose(column, checked === true)}
            />
          ))}
        </fieldset>
      </PopoverContent>
    </Popover>
  );
}

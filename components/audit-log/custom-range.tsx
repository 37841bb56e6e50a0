"use client";

import { CalendarRange } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { asRoute } from "#components/ui/route.ts";
import { useClock } from "./clock.tsx";
import { type AuditQuery, changedQuery, writeQuery } from "./query.ts";
import { momentOf, wallTime } from "./wall-time.ts";

/** Two moments, typed in the time that the table shows. */
export function CustomRange({ path, query }: { path: string; query: AuditQuery }) {
  const t = useTranslations("auditLog.custom");
  const router = useRouter();
  const { timeZone } = useClock();
  const [isOpen, setIsOpen] = useState(false);
  const [error, setError] = useState<string>();

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const from = momentOf(String(data.get("from")), timeZone);
    const to = momentOf(String(data.get("to")), timeZone);
    if (from === null && to === null) return setError(t("missing"));
    if (from !== null && to !== null && from >= to) return setError(t("order"));
    setError(undefined);
    setIsOpen(false);
    router.push(asRoute(path + writeQuery(changedQuery(query, { from, to }))), { scroll: false });
  }

  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button>
          <CalendarRange aria-hidden />
          {t("open")}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" aria-label={t("open")}>
        <form onSubmit={apply} noValidate className="flex flex-col gap-3">
          <Field label={t("from")} error={error}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                name="from"
                step={1}
                defaultValue={query.from ? wallTime(query.from, timeZone) : ""}
              />
            )}
          </Field>
          <Field label={t("to")} hint={t("zone", { zone: timeZone.replaceAll("_", " ") })}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                name="to"
                step={1}
                defaultValue={query.to ? wallTime(query.to, timeZone) : ""}
              />
            )}
          </Field>
          <Button type="submit" variant="primary">
            {t("apply")}
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}

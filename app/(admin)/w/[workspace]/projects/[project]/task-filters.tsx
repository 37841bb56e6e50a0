import { Search } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { asRoute } from "#components/ui/route.ts";
import { STATUS_FILTERS, type StatusFilter, serializeTaskList } from "./task-list-params.ts";

type TaskFiltersProps = { path: string; status: StatusFilter; query: string };

/** Links and a plain form: the state is in the address, and it works without JavaScript. */
export function TaskFilters({ path, status, query }: TaskFiltersProps) {
  const t = useTranslations("tasks");
  const labelOf = (filter: StatusFilter) =>
    filter === "open" || filter === "all" ? t(`filter.${filter}`) : t(`status.${filter}`);
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
      <nav aria-label={t("filter.label")} className="-mx-1 flex max-w-full gap-1 overflow-x-auto px-1 py-0.5">
        {STATUS_FILTERS.map((filter) => (
          <Link
            key={filter}
            href={asRoute(serializeTaskList(path, { status: filter, q: query }))}
            aria-current={filter === status ? "true" : undefined}
            className="inline-flex h-8 items-center whitespace-nowrap rounded-full border border-transparent px-3 font-medium text-ink-muted text-sm transition-colors hover:bg-hover hover:text-ink aria-[current]:border-accent-line aria-[current]:bg-accent-soft aria-[current]:text-accent-ink"
          >
            {labelOf(filter)}
          </Link>
        ))}
      </nav>
      <search className="w-full sm:w-72">
        <Form action={asRoute(path)} className="flex gap-2">
          {status !== "open" && <input type="hidden" name="status" value={status} />}
          <Input
            key={query}
            type="search"
            name="q"
            maxLength={200}
            defaultValue={query}
            aria-label={t("filter.search")}
            placeholder={t("filter.placeholder")}
          />
          <Button type="submit" size="icon" aria-label={t("filter.submit")} className="size-9 max-sm:size-10">
            <Search aria-hidden />
          </Button>
        </Form>
      </search>
    </div>
  );
}

// biome-ignore-all lint/a11y/noRedundantRoles: `display: block` on phones takes the native roles away
"use client";

import type { HeaderGroup } from "@tanstack/react-table";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { cn } from "#components/ui/class-names.ts";
import { asRoute } from "#components/ui/route.ts";
import type { DataTableColumn, DataTableFeatures } from "./data-table-column.ts";

type DataTableHeaderProps<Row extends object> = {
  groups: HeaderGroup<DataTableFeatures, Row>[];
  columnOf: (id: string) => DataTableColumn<Row> | undefined;
  sortParam: string;
  resetParams: readonly string[];
};

/** Column heads; sorting is a link, so that it can be shared and works without JavaScript. */
export function DataTableHeader<Row extends object>({ groups, columnOf, ...url }: DataTableHeaderProps<Row>) {
  return (
    <thead role="rowgroup" className="border-line border-b bg-subtle max-sm:sr-only">
      {groups.map((group) => (
        <tr role="row" key={group.id}>
          {group.headers.map(({ column: { id }, column: head }) => {
            const column = columnOf(id);
            if (!column) return null;
            const order = head.getIsSorted();
            return (
              <th
                key={id}
                scope="col"
                role="columnheader"
                aria-sort={order ? (order === "desc" ? "descending" : "ascending") : undefined}
                className={cn(
                  "h-9 whitespace-nowrap px-(--cell-padding,--spacing(3)) font-medium text-ink-muted text-sm first:rounded-tl-xl first:pl-4 last:rounded-tr-xl last:pr-4",
                  column.align === "end" && "text-right",
                )}
              >
                {column.headerCell !== undefined ? (
                  column.headerCell
                ) : column.sortable ? (
                  <SortLink id={id} label={column.header} order={order} {...url} />
                ) : (
                  <span className={cn(column.headerHidden && "sr-only")}>{column.header}</span>
                )}
              </th>
            );
          })}
        </tr>
      ))}
    </thead>
  );
}

type SortLinkProps = {
  id: string;
  label: string;
  order: false | "asc" | "desc";
  sortParam: string;
  resetParams: readonly string[];
};

function SortLink({ id, label, order, sortParam, resetParams }: SortLinkProps) {
  const t = useTranslations("common.sort");
  const pathname = usePathname();
  const search = new URLSearchParams(useSearchParams());
  const isNextDescending = order === "asc";
  for (const name of resetParams) search.delete(name);
  search.set(sortParam, isNextDescending ? `-${id}` : id);
  const Icon = order === "asc" ? ArrowUp : order === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <Link
      href={asRoute(`${pathname}?${search}`)}
      scroll={false}
      prefetch={false}
      title={isNextDescending ? t("descending", { column: label }) : t("ascending", { column: label })}
      className={cn(
        "-mx-1.5 inline-flex items-center gap-1 rounded-sm px-1.5 py-0.5 hover:text-ink",
        order && "text-ink",
      )}
    >
      {label}
      <Icon aria-hidden className={cn("size-3.5", !order && "text-ink-faint")} />
    </Link>
  );
}

// biome-ignore-all lint/a11y/noRedundantRoles: `display: block` on phones takes the native roles away
"use client";

import type { Row as TableRow } from "@tanstack/react-table";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { MouseEvent, ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import { asRoute } from "#components/ui/route.ts";
import type { DataTableColumn, DataTableFeatures } from "./data-table-column.ts";

type DataTableRowProps<Row extends object> = {
  row: TableRow<DataTableFeatures, Row>;
  columnOf: (id: string) => DataTableColumn<Row> | undefined;
  href: string | undefined;
  onOpen: ((row: Row) => void) | undefined;
  isActive: boolean;
};

/** One row. Its primary cell holds the link for keyboard and screen reader; a click anywhere else follows it too. */
export function DataTableRow<Row extends object>({ row, columnOf, href, onOpen, isActive }: DataTableRowProps<Row>) {
  const router = useRouter();
  const canOpen = href !== undefined || onOpen !== undefined;

  function openByClick(event: MouseEvent<HTMLTableRowElement>) {
    if (!canOpen || event.defaultPrevented || isOnControl(event) || window.getSelection()?.toString()) return;
    if (href !== undefined && (event.metaKey || event.ctrlKey)) window.open(href, "_blank", "noopener");
    else if (onOpen) onOpen(row.original);
    else if (href !== undefined) router.push(asRoute(href));
  }

  return (
    <tr
      role="row"
      data-row-id={row.id}
      data-active={isActive || undefined}
      onClick={openByClick}
      className={cn(
        "group/row max-sm:relative max-sm:block max-sm:px-4 max-sm:py-3 data-active:bg-accent-soft",
        canOpen && "cursor-pointer hover:bg-subtle",
      )}
    >
      {row.getAllCells().map(({ column: { id } }) => {
        const column = columnOf(id);
        if (!column) return null;
        const content = column.cell(row.original);
        return (
          <td
            role="cell"
            key={id}
            data-label={column.primary || column.headerHidden ? undefined : column.header}
            className={cn(
              "h-12 px-(--cell-padding,--spacing(3)) py-2 align-middle sm:first:pl-4 sm:last:pr-4 max-sm:h-auto max-sm:p-0",
              "max-sm:flex max-sm:min-h-7 max-sm:items-center max-sm:justify-between max-sm:gap-4 max-sm:data-label:before:shrink-0 max-sm:data-label:before:text-ink-muted max-sm:data-label:before:text-sm max-sm:data-label:before:content-[attr(data-label)]",
              column.align === "end" && "sm:text-right",
              column.wrap ? "min-w-48 [overflow-wrap:anywhere]" : "sm:whitespace-nowrap",
              column.primary && "max-sm:mb-1 max-sm:pr-10 max-sm:font-medium",
              column.headerHidden &&
                "bg-surface group-hover/row:bg-subtle group-data-active/row:bg-accent-soft max-sm:absolute max-sm:top-2 max-sm:right-2 sm:sticky sm:right-0",
              column.className,
            )}
          >
            {column.primary && canOpen ? (
              <PrimaryLink href={href} onOpen={onOpen && (() => onOpen(row.original))}>
                {content}
              </PrimaryLink>
            ) : (
              content
            )}
          </td>
        );
      })}
    </tr>
  );
}

type PrimaryLinkProps = { href: string | undefined; onOpen: (() => void) | undefined; children: ReactNode };

function PrimaryLink({ href, onOpen, children }: PrimaryLinkProps) {
  const look =
    "rounded-sm text-left font-medium text-ink group-hover/row:underline decoration-ink-faint underline-offset-3";
  if (href === undefined) {
    return (
      <button type="button" onClick={onOpen} className={look}>
        {children}
      </button>
    );
  }
  function open(event: MouseEvent) {
    if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen();
  }
  return (
    <Link href={asRoute(href)} prefetch={false} onClick={open} className={look}>
      {children}
    </Link>
  );
}

function isOnControl(event: MouseEvent<HTMLElement>) {
  const target = event.target as HTMLElement;
  // A menu opened from the row is a React child of it but lives elsewhere in the document.
  return (
    !event.currentTarget.contains(target) || target.closest("a, button, input, select, label, [role=menuitem]") !== null
  );
}

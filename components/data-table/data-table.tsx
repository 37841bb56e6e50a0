// biome-ignore-all lint/a11y/noRedundantRoles: `display: block` on phones takes the native roles away
"use client";

import { createColumnHelper, useTable } from "@tanstack/react-table";
import { type ReactNode, useMemo } from "react";
import { cn } from "#components/ui/class-names.ts";
import { type DataTableColumn, type DataTableFeatures, features } from "./data-table-column.ts";
import { DataTableHeader } from "./data-table-header.tsx";
import { DataTableRow } from "./data-table-row.tsx";

export type { DataTableColumn } from "./data-table-column.ts";

export type DataTableSort = { column: string; direction: "asc" | "desc" };

export type DataTableProps<Row> = {
  /** The table's accessible name. */
  caption: string;
  columns: DataTableColumn<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  rowHref?: (row: Row) => string;
  /** Opens a row without leaving the page; with `rowHref` as well, that link stays for a new tab. */
  onRowOpen?: (row: Row) => void;
  activeRowId?: string | undefined;
  sort?: DataTableSort | undefined;
  sortParam?: string;
  /** Search parameters that a new order makes meaningless. */
  resetParams?: readonly string[];
  empty?: ReactNode;
  footer?: ReactNode;
  pending?: boolean;
  /** Less room between columns, for lists that have many. */
  isDense?: boolean;
  className?: string;
};

const noCursor = ["before", "after", "cursor"] as const;

/** A list whose order and page live in the URL and are made by the server. On a phone each row is a card. */
export function DataTable<Row extends object>({
  columns,
  rows,
  rowId,
  sort,
  sortParam = "sort",
  resetParams = noCursor,
  ...props
}: DataTableProps<Row>) {
  const definitions = useMemo(() => defineColumns(columns), [columns]);
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    manualSorting: true,
    enableSortingRemoval: false,
    state: { sorting: sort ? [{ id: sort.column, desc: sort.direction === "desc" }] : [] },
    onSortingChange: () => undefined,
  });
  const columnOf = (id: string) => byId.get(id);

  return (
    <div className={cn("min-w-0 rounded-xl border border-line bg-surface shadow-card", props.className)}>
      {rows.length === 0 && props.empty ? (
        props.empty
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        // biome-ignore lint/a11y/useSemanticElements: a section with a name is the same region
        <div className="relative overflow-x-auto rounded-xl" role="region" aria-label={props.caption} tabIndex={0}>
          {/* The roles survive `display: block`, which turns rows into cards on a phone. */}
          <table
            role="table"
            aria-busy={props.pending || undefined}
            className={cn(
              "w-full border-collapse text-left max-sm:block",
              props.isDense && "sm:[--cell-padding:--spacing(2)]",
              props.pending && "opacity-60",
            )}
          >
            <caption className="sr-only">{props.caption}</caption>
            <DataTableHeader
              groups={table.getHeaderGroups()}
              columnOf={columnOf}
              sortParam={sortParam}
              resetParams={resetParams}
            />
            <tbody role="rowgroup" className="divide-y divide-line max-sm:block">
              {table.getRowModel().rows.map((row) => (
                <DataTableRow
                  key={row.id}
                  row={row}
                  columnOf={columnOf}
                  href={props.rowHref?.(row.original)}
                  onOpen={props.onRowOpen}
                  isActive={props.activeRowId === row.id}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {props.footer && <div className="border-line border-t px-4 py-3">{props.footer}</div>}
    </div>
  );
}

function defineColumns<Row extends object>(columns: DataTableColumn<Row>[]) {
  const helper = createColumnHelper<DataTableFeatures, Row>();
  return columns.map((column) =>
    helper.display({
      id: column.id,
      header: column.header,
      enableSorting: column.sortable ?? false,
      cell: ({ row }) => column.cell(row.original),
    }),
  );
}

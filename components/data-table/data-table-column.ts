import { rowSortingFeature, tableFeatures } from "@tanstack/react-table";
import type { ReactNode } from "react";

export const features = tableFeatures({ rowSortingFeature });
export type DataTableFeatures = typeof features;

export type DataTableColumn<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  sortable?: boolean;
  align?: "start" | "end";
  /** Names the row: holds its link, and is the card's title on a phone. */
  primary?: boolean;
  headerHidden?: boolean;
  /** Stands in the head instead of the text, which then only names the cell on a phone. */
  headerCell?: ReactNode;
  /** Lets long text break; without it the cell stays on one line and the table scrolls. */
  wrap?: boolean;
  className?: string;
};

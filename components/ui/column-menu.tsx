"use client";

import { Columns3 } from "lucide-react";
import { Button } from "./button.tsx";
import { CheckboxField } from "./checkbox.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "./popover.tsx";

type ColumnMenuProps<Column extends string> = {
  /** All there are, in their order. */
  columns: readonly Column[];
  shown: readonly Column[];
  labels: { readonly open: string; readonly legend: string; readonly of: (column: Column) => string };
  onChange: (shown: readonly Column[]) => void;
};

/** Which columns a table shows. Who uses it remembers the choice. */
export function ColumnMenu<Column extends string>({ columns, shown, labels, onChange }: ColumnMenuProps<Column>) {
  const choose = (column: Column, isShown: boolean) =>
    onChange(columns.filter((known) => (known === column ? isShown : shown.includes(known))));

  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm" className="max-sm:h-9">
          <Columns3 aria-hidden />
          {labels.open}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-56" aria-label={labels.legend}>
        <fieldset className="flex flex-col gap-2.5">
          <legend className="mb-2.5 font-medium text-ink-muted text-sm">{labels.legend}</legend>
          {columns.map((column) => (
            <CheckboxField
              key={column}
              label={labels.of(column)}
              checked={shown.includes(column)}
              onCheckedChange={(checked) => choose(column, checked === true)}
            />
          ))}
        </fieldset>
      </PopoverContent>
    </Popover>
  );
}

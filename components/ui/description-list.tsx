import type { ReactNode } from "react";
import { cn } from "./class-names.ts";

type DescriptionListProps = { items: { label: string; value: ReactNode }[]; className?: string };

/** Facts about one thing: name and value in two columns, stacked on a phone. */
export function DescriptionList({ items, className }: DescriptionListProps) {
  return (
    <dl className={cn("divide-y divide-line", className)}>
      {items.map(({ label, value }) => (
        <div key={label} className="grid gap-x-6 gap-y-0.5 py-2.5 sm:grid-cols-[minmax(8rem,1fr)_3fr]">
          <dt className="text-ink-muted">{label}</dt>
          <dd className="min-w-0 text-ink [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

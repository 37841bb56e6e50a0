import type { ReactNode } from "react";
import { type Breadcrumb, Breadcrumbs } from "./breadcrumbs.tsx";
import { cn } from "./class-names.ts";

type PageHeaderProps = {
  title: ReactNode;
  /** One sentence that says what the page is for. */
  description?: ReactNode;
  /** Primary action last. */
  actions?: ReactNode;
  breadcrumbs?: Breadcrumb[];
  /** Badges beside the title. */
  meta?: ReactNode;
  className?: string;
};

export function PageHeader({ title, description, actions, breadcrumbs, meta, className }: PageHeaderProps) {
  return (
    <header className={cn("mb-6 flex flex-col gap-3", className)}>
      {breadcrumbs && <Breadcrumbs items={breadcrumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-2xl">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="font-semibold text-2xl text-ink tracking-tight [overflow-wrap:anywhere]">{title}</h1>
            {meta}
          </div>
          {description && <p className="mt-1 text-ink-muted">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}

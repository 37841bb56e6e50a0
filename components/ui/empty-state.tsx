import type { ReactNode } from "react";
import { cn } from "./class-names.ts";

type EmptyStateProps = {
  icon?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  className?: string;
};

/** Says why there is nothing, and offers the one action that changes it. */
export function EmptyState({ icon, title, description, actions, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center gap-2 px-6 py-14 text-center", className)}>
      {icon && (
        <div
          aria-hidden
          className="mb-2 grid size-10 place-items-center rounded-lg border border-line bg-subtle text-ink-muted [&_svg]:size-5"
        >
          {icon}
        </div>
      )}
      <p className="font-semibold text-ink text-lg">{title}</p>
      {description && <div className="max-w-md text-balance text-ink-muted">{description}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

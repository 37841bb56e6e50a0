import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names.ts";

export function Card({ className, ...props }: ComponentProps<"section">) {
  return (
    <section {...props} className={cn("min-w-0 rounded-xl border border-line bg-surface shadow-card", className)} />
  );
}

type CardHeaderProps = { title: ReactNode; description?: ReactNode; actions?: ReactNode; className?: string };

export function CardHeader({ title, description, actions, className }: CardHeaderProps) {
  return (
    <header
      className={cn("flex flex-wrap items-start justify-between gap-3 border-line border-b px-5 py-4", className)}
    >
      <div className="min-w-0">
        <h2 className="font-semibold text-ink text-lg">{title}</h2>
        {description && <p className="text-ink-muted text-sm">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

export function CardBody({ className, ...props }: ComponentProps<"div">) {
  return <div {...props} className={cn("px-5 py-4", className)} />;
}

export function CardFooter({ className, ...props }: ComponentProps<"footer">) {
  return (
    <footer
      {...props}
      className={cn(
        "flex flex-wrap items-center justify-end gap-2 rounded-b-xl border-line border-t bg-subtle px-5 py-3",
        className,
      )}
    />
  );
}

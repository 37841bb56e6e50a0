import type { ReactNode } from "react";
import { cn } from "./class-names.ts";

type ChoiceLabelProps = { id: string; label: ReactNode; description?: ReactNode; className?: string };

/** What a checkbox or a switch chooses, and an explanation; `id` is the control's. */
export function ChoiceLabel({ id, label, description, className }: ChoiceLabelProps) {
  return (
    <div className="flex min-w-0 flex-col">
      <label htmlFor={id} className={cn("cursor-pointer text-ink", className)}>
        {label}
      </label>
      {description && (
        <span id={describedBy(id, description)} className="text-ink-muted text-sm">
          {description}
        </span>
      )}
    </div>
  );
}

/** The id of the explanation, for the control; undefined where there is none. */
export function describedBy(id: string, description: ReactNode): string | undefined {
  return description ? `${id}-description` : undefined;
}

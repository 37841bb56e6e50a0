"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";

type FoldProps = {
  title: ReactNode;
  description?: ReactNode;
  hasProblem?: boolean;
  isInitiallyOpen?: boolean;
  children: ReactNode;
};

/** A part of a form that most people leave closed. It opens by itself when something in it needs attention. */
export function Fold({ title, description, hasProblem = false, isInitiallyOpen = false, children }: FoldProps) {
  const [isOpen, setIsOpen] = useState(isInitiallyOpen);
  return (
    <details
      open={isOpen || hasProblem}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
      className="group rounded-lg border border-line"
    >
      <summary className="flex cursor-pointer list-none items-center gap-2 rounded-lg px-3 py-2.5 hover:bg-subtle [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-muted transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        <span className="min-w-0 flex-1">
          <span className="font-medium text-ink">{title}</span>
          {description && <span className="block text-ink-muted text-sm">{description}</span>}
        </span>
      </summary>
      <div className="flex flex-col gap-5 border-line border-t px-3 py-4">{children}</div>
    </details>
  );
}

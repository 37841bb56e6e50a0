import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

const SIDES = {
  before: { sign: "−", className: "bg-danger-soft text-danger-ink" },
  after: { sign: "+", className: "bg-success-soft text-success-ink" },
} as const;

/** What a field was, or what it becomes: by colour, by sign, and in words for who sees neither. */
export function DiffSide({ side, children }: { side: keyof typeof SIDES; children: ReactNode }) {
  const t = useTranslations("changes");
  const { sign, className } = SIDES[side];
  return (
    <span className={`flex min-w-0 gap-2 rounded-sm px-1.5 py-0.5 ${className}`}>
      <span aria-hidden className="select-none font-mono">
        {sign}
      </span>
      <span className="sr-only">{t(side)}: </span>
      <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">{children}</span>
    </span>
  );
}

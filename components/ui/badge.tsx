import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

const badge = cva(
  "inline-flex h-5.5 items-center gap-1.5 whitespace-nowrap rounded-full border px-2 font-medium text-xs [&_svg]:size-3",
  {
    variants: {
      tone: {
        neutral: "border-line bg-subtle text-ink-muted",
        accent: "border-accent-line bg-accent-soft text-accent-ink",
        danger: "border-danger-line bg-danger-soft text-danger-ink",
        warning: "border-warning-line bg-warning-soft text-warning-ink",
        success: "border-success-line bg-success-soft text-success-ink",
        info: "border-info-line bg-info-soft text-info-ink",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

type BadgeProps = ComponentProps<"span"> & VariantProps<typeof badge> & { dot?: boolean };

/** A short state in words; the tone only repeats what the words say. */
export function Badge({ tone, dot = false, className, children, ...props }: BadgeProps) {
  return (
    <span {...props} className={cn(badge({ tone }), className)}>
      {dot && <span aria-hidden className="size-1.5 rounded-full bg-current" />}
      {children}
    </span>
  );
}

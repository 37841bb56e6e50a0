"use client";

import { RadioGroup as RadioGroupPrimitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./class-names.ts";

export function RadioGroup({ className, ...props }: ComponentProps<typeof RadioGroupPrimitive.Root>) {
  return <RadioGroupPrimitive.Root {...props} className={cn("grid gap-2", className)} />;
}

type RadioCardProps = {
  value: string;
  label: ReactNode;
  description?: ReactNode;
  badge?: ReactNode;
  disabled?: boolean;
  className?: string;
};

/** One choice of a `RadioGroup`, with a description and room for a badge ("recommended"). */
export function RadioCard({ value, label, description, badge, disabled = false, className }: RadioCardProps) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className={cn(
        "flex cursor-pointer gap-3 rounded-lg border border-line bg-surface p-3 transition-colors hover:bg-subtle",
        "has-data-[state=checked]:border-accent has-data-[state=checked]:bg-accent-soft",
        "has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
        disabled && "cursor-not-allowed opacity-55 hover:bg-surface",
        className,
      )}
    >
      <RadioGroupPrimitive.Item
        id={id}
        value={value}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={description ? `${id}-description` : undefined}
        className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface outline-none data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadioGroupPrimitive.Indicator className="size-1.5 rounded-full bg-on-accent" />
      </RadioGroupPrimitive.Item>
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex flex-wrap items-center gap-2">
          <span id={`${id}-label`} className="font-medium text-ink">
            {label}
          </span>
          {badge}
        </span>
        {description && (
          <span id={`${id}-description`} className="text-ink-muted text-sm">
            {description}
          </span>
        )}
      </span>
    </label>
  );
}

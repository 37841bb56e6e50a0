"use client";

import { RadioGroup as RadioGroupPrimitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

type SegmentedProps<Value extends string> = Omit<
  ComponentProps<typeof RadioGroupPrimitive.Root>,
  "value" | "onValueChange"
> & {
  value: Value;
  options: readonly { readonly value: Value; readonly label: string }[];
  onChoose: (value: Value) => void;
};

/** One of a few short choices, side by side: a group of radio buttons, moved through with the arrow keys. */
export function Segmented<Value extends string>({ options, onChoose, className, ...props }: SegmentedProps<Value>) {
  return (
    <RadioGroupPrimitive.Root
      orientation="horizontal"
      {...props}
      onValueChange={(next) => {
        const chosen = options.find(({ value }) => value === next);
        if (chosen) onChoose(chosen.value);
      }}
      className={cn("inline-flex max-w-full rounded-md border border-line-strong bg-subtle p-0.5", className)}
    >
      {options.map(({ value, label }) => (
        <RadioGroupPrimitive.Item
          key={value}
          value={value}
          className={cn(
            "min-w-0 truncate rounded-sm border border-transparent px-2.5 py-1 text-ink-muted text-sm transition-colors hover:text-ink",
            "data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft data-[state=checked]:font-medium data-[state=checked]:text-accent-ink",
          )}
        >
          {label}
        </RadioGroupPrimitive.Item>
      ))}
    </RadioGroupPrimitive.Root>
  );
}

"use client";

import { Switch as SwitchPrimitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { ChoiceLabel, describedBy } from "./choice-label.tsx";
import { cn } from "./class-names.ts";

type SwitchProps = ComponentProps<typeof SwitchPrimitive.Root>;

export function Switch({ className, ...props }: SwitchProps) {
  return (
    <SwitchPrimitive.Root
      {...props}
      className={cn(
        "inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-transparent bg-line-strong p-0.5 transition-colors",
        "data-[state=checked]:bg-accent disabled:cursor-not-allowed disabled:opacity-55",
        className,
      )}
    >
      <SwitchPrimitive.Thumb className="size-4 rounded-full bg-white shadow-card transition-transform data-[state=checked]:translate-x-3.5" />
    </SwitchPrimitive.Root>
  );
}

/** A switch at the end of a line that says what it switches. */
export function SwitchField({
  label,
  description,
  className,
  ...props
}: SwitchProps & { label: ReactNode; description?: ReactNode }) {
  const ownId = useId();
  const id = props.id ?? ownId;
  return (
    <div className={cn("flex items-start justify-between gap-4", className)}>
      <ChoiceLabel id={id} label={label} description={description} className="font-medium" />
      <Switch {...props} id={id} aria-describedby={describedBy(id, description)} />
    </div>
  );
}

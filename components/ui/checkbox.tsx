"use client";

import { Check } from "lucide-react";
import { Checkbox as CheckboxPrimitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { ChoiceLabel, describedBy } from "./choice-label.tsx";
import { cn } from "./class-names.ts";

type CheckboxProps = ComponentProps<typeof CheckboxPrimitive.Root>;

export function Checkbox({ className, ...props }: CheckboxProps) {
  return (
    <CheckboxPrimitive.Root
      {...props}
      className={cn(
        "grid size-4 shrink-0 place-items-center rounded-sm border border-line-strong bg-surface transition-colors",
        "data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:cursor-not-allowed disabled:opacity-55",
        className,
      )}
    >
      <CheckboxPrimitive.Indicator>
        <Check aria-hidden strokeWidth={3} className="size-3 text-on-accent" />
      </CheckboxPrimitive.Indicator>
    </CheckboxPrimitive.Root>
  );
}

/** A checkbox with its label and an explanation, all of it clickable. */
export function CheckboxField({
  label,
  description,
  className,
  ...props
}: CheckboxProps & { label: ReactNode; description?: ReactNode }) {
  const ownId = useId();
  const id = props.id ?? ownId;
  return (
    <div className={cn("flex items-start gap-2.5", className)}>
      <Checkbox {...props} id={id} className="mt-0.5" aria-describedby={describedBy(id, description)} />
      <ChoiceLabel id={id} label={label} description={description} />
    </div>
  );
}

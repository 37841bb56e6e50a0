import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";
import { controlStyle } from "./control-style.ts";

/** A text area that grows with its text where the browser can. */
export function Textarea({ className, rows = 4, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...props}
      rows={rows}
      className={cn(controlStyle, "field-sizing-content max-h-96 min-h-20 py-2 read-only:bg-subtle", className)}
    />
  );
}

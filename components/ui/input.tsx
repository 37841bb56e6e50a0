import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";
import { controlStyle } from "./control-style.ts";

/** A one-line text input; `mono` for identifiers and tokens. */
export function Input({ className, mono = false, ...props }: ComponentProps<"input"> & { mono?: boolean }) {
  return (
    <input
      {...props}
      className={cn(controlStyle, "h-9 read-only:bg-subtle max-sm:h-10", mono && "font-mono", className)}
    />
  );
}

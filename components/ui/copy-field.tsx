"use client";

import { cn } from "./class-names.ts";
import { CopyButton } from "./copy-button.tsx";
import { Input } from "./input.tsx";

type CopyFieldProps = {
  value: string;
  /** The field's accessible name. */
  label: string;
  announcement?: string;
  onCopied?: () => void;
  className?: string;
};

/** A read-only monospace text that selects as a whole, with its copy button. */
export function CopyField({ value, label, announcement, onCopied, className }: CopyFieldProps) {
  return (
    <div className={cn("flex gap-2", className)}>
      <Input
        readOnly
        mono
        value={value}
        aria-label={label}
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
        onClick={(event) => event.currentTarget.select()}
        onCopy={onCopied}
      />
      <CopyButton value={value} announcement={announcement} onCopied={onCopied} variant="primary" />
    </div>
  );
}

import type { ReactNode } from "react";
import { cn } from "./class-names.ts";
import { CopyButton } from "./copy-button.tsx";

type CodeBlockProps = {
  code: string;
  title?: ReactNode;
  label?: string;
  copyable?: boolean;
  onCopied?: () => void;
  className?: string;
};

/** Text for a file or a terminal, as it is, with a copy button. */
export function CodeBlock({ code, title, label, copyable = true, onCopied, className }: CodeBlockProps) {
  return (
    <figure className={cn("min-w-0 overflow-hidden rounded-lg border border-line bg-subtle", className)}>
      {(title || copyable) && (
        <figcaption className="flex min-h-10 items-center justify-between gap-3 border-line border-b px-3 text-ink-muted text-sm">
          <span className="min-w-0 truncate font-mono">{title}</span>
          {copyable && (
            <CopyButton value={code} variant="ghost" size="sm" className="-mr-1.5" {...(onCopied && { onCopied })} />
          )}
        </figcaption>
      )}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        {...(label && { role: "region", "aria-label": label })}
        className="max-h-96 overflow-auto [contain:inline-size] px-3 py-2.5 font-mono text-ink text-sm focus-visible:-outline-offset-2"
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}

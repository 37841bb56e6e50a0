import Link from "next/link";
import { cn } from "./class-names.ts";
import { asRoute } from "./route.ts";

type LinkTabsProps = { label: string; items: { href: string; label: string; current: boolean }[]; className?: string };

/** Tabs whose choice is in the URL. */
export function LinkTabs({ label, items, className }: LinkTabsProps) {
  return (
    <nav
      aria-label={label}
      className={cn("flex gap-1 overflow-x-auto overflow-y-hidden border-line border-b", className)}
    >
      {items.map(({ href, label: text, current }) => (
        <Link
          key={href}
          href={asRoute(href)}
          aria-current={current ? "page" : undefined}
          className={cn(
            "-mb-px whitespace-nowrap border-transparent border-b-2 px-3 py-2 font-medium text-ink-muted transition-colors",
            "hover:text-ink focus-visible:-outline-offset-2 aria-[current]:border-accent-ink aria-[current]:text-ink",
          )}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}

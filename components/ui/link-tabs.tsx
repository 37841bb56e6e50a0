"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";
import { cn } from "./class-names.ts";
import { asRoute } from "./route.ts";

type LinkTabsProps = { label: string; items: { href: string; label: string; current: boolean }[]; className?: string };

/** Tabs whose choice is in the URL. Where they are wider than the screen they scroll, with the current one in view. */
export function LinkTabs({ label, items, className }: LinkTabsProps) {
  const strip = useRef<HTMLElement>(null);
  const current = items.find((item) => item.current)?.href;
  useEffect(() => {
    const tab = strip.current?.querySelector<HTMLElement>("[aria-current]");
    // Not scrollIntoView: that would move the page as well.
    if (current && tab && strip.current) {
      strip.current.scrollLeft = tab.offsetLeft - (strip.current.clientWidth - tab.clientWidth) / 2;
    }
  }, [current]);
  return (
    <nav
      ref={strip}
      aria-label={label}
      className={cn("relative flex gap-1 overflow-x-auto overflow-y-hidden border-line border-b", className)}
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

"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import { asRoute } from "#components/ui/route.ts";

type NavLinkProps = {
  href: string;
  icon?: ReactNode;
  indented?: boolean;
  onNavigate?: () => void;
  children: ReactNode;
};

/** A link of the navigation; current on its page and on everything below it. */
export function NavLink({ href, icon, indented = false, onNavigate, children }: NavLinkProps) {
  const pathname = usePathname();
  const isCurrent = pathname === href || pathname.startsWith(`${href}/`);
  return (
    <Link
      href={asRoute(href)}
      onClick={onNavigate}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-ink-muted transition-colors max-md:h-10",
        "hover:bg-hover hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent-ink [&_svg]:size-4 [&_svg]:shrink-0",
        indented && "pl-9",
      )}
    >
      {icon}
      <span className="flex min-w-0 flex-1 items-center gap-2">{children}</span>
    </Link>
  );
}

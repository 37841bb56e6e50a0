import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "./class-names.ts";
import { asRoute } from "./route.ts";

export type Breadcrumb = { label: string; href?: string };

export function Breadcrumbs({ items, className }: { items: Breadcrumb[]; className?: string }) {
  const t = useTranslations("common");
  return (
    <nav aria-label={t("breadcrumbs")} className={cn("text-ink-muted text-sm", className)}>
      <ol className="flex flex-wrap items-center gap-1">
        {items.map(({ label, href }, index) => (
          <li key={`${href}${label}`} className="flex min-w-0 items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-faint" />}
            {href ? (
              <Link href={asRoute(href)} className="truncate rounded-sm hover:text-ink hover:underline">
                {label}
              </Link>
            ) : (
              <span className="truncate">{label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

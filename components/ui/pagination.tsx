import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";
import { cn } from "./class-names.ts";
import { asRoute } from "./route.ts";

type PaginationProps = {
  newerHref: string | null;
  olderHref: string | null;
  /** False: the list isn't in the order of time, so the sides are the page before and the next one. */
  isByTime?: boolean;
  summary?: ReactNode;
  className?: string;
};

/** Newer and older pages by cursor; a side without a page is shown but can't be pressed. */
export function Pagination({ newerHref, olderHref, isByTime = true, summary, className }: PaginationProps) {
  const t = useTranslations("common");
  return (
    <nav aria-label={t("pages")} className={cn("flex items-center justify-between gap-3", className)}>
      <div className="text-ink-muted text-sm">{summary}</div>
      <div className="flex gap-2">
        <PageLink href={newerHref} rel="prev">
          <ChevronLeft aria-hidden />
          {t(isByTime ? "newer" : "previousPage")}
        </PageLink>
        <PageLink href={olderHref} rel="next">
          {t(isByTime ? "older" : "nextPage")}
          <ChevronRight aria-hidden />
        </PageLink>
      </div>
    </nav>
  );
}

function PageLink({ href, rel, children }: { href: string | null; rel: string; children: ReactNode }) {
  const style = buttonClass({ size: "sm", className: "max-sm:h-9" });
  if (href === null) {
    return (
      <span aria-disabled="true" className={cn(style, "cursor-not-allowed")}>
        {children}
      </span>
    );
  }
  return (
    <Link href={asRoute(href)} rel={rel} className={style}>
      {children}
    </Link>
  );
}

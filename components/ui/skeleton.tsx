import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden {...props} className={cn("h-4 animate-pulse rounded-md bg-hover", className)} />;
}

/** A list that is still loading, as high as the list will be. */
export function SkeletonRows({ rows = 5, className }: { rows?: number; className?: string }) {
  const t = useTranslations("common");
  return (
    <div role="status" className={cn("divide-y divide-line rounded-xl border border-line bg-surface", className)}>
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-12 items-center gap-6 px-5">
          <Skeleton className="w-2/5" />
          <Skeleton className="w-1/5" />
          <Skeleton className="ml-auto w-1/6" />
        </div>
      ))}
    </div>
  );
}

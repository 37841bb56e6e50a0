import { useTranslations } from "next-intl";
import { Pagination } from "#components/ui/pagination.tsx";
import type { PageOf } from "./page-of.ts";

type ChangePagesProps = {
  page: PageOf<unknown>;
  hrefOf: (page: number) => string;
};

/** The way to the changes before and after the ones that are shown: all of them can be seen. */
export function ChangePages({ page: { from, to, total, previous, next }, hrefOf }: ChangePagesProps) {
  const t = useTranslations("changes");
  if (previous === null && next === null) return null;
  return (
    <Pagination
      newerHref={previous === null ? null : hrefOf(previous)}
      olderHref={next === null ? null : hrefOf(next)}
      isByTime={false}
      summary={t("range", { from, to, total })}
      className="mt-5"
    />
  );
}

import { useTranslations } from "next-intl";
import type { RowCounts } from "#lib/environment-refresh/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";

const KINDS = ["projects", "tasks", "comments"] as const;

/** What goes and what comes, kind by kind. */
export function RefreshCounts({ removed, copied }: { removed: RowCounts; copied: RowCounts }) {
  const t = useTranslations("refreshStaging.counts");
  const format = useFormatters();
  return (
    <table className="w-full max-w-xl text-left">
      <caption className="sr-only">{t("caption")}</caption>
      <thead>
        <tr className="border-line border-b text-ink-muted">
          <th scope="col" className="py-2 pr-4 font-medium">
            {t("kind")}
          </th>
          <th scope="col" className="py-2 pr-4 text-right font-medium">
            {t("removed")}
          </th>
          <th scope="col" className="py-2 text-right font-medium">
            {t("copied")}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line tabular-nums">
        {KINDS.map((kind) => (
          <tr key={kind}>
            <th scope="row" className="py-2 pr-4 font-normal text-ink">
              {t(kind)}
            </th>
            <td className="py-2 pr-4 text-right text-ink">{format.number(removed[kind])}</td>
            <td className="py-2 text-right text-ink">{format.number(copied[kind])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

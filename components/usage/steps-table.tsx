import { useTranslations } from "next-intl";

type StepsTableProps = { caption: string; columns: readonly string[]; rows: readonly (readonly string[])[] };

/** The numbers of a chart, for those who don't see it and those who want them exactly. */
export function StepsTable({ caption, columns, rows }: StepsTableProps) {
  const t = useTranslations("usage");
  return (
    <details className="text-sm">
      <summary className="w-fit rounded-sm text-ink-muted hover:text-ink">{t("asTable")}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section tabIndex={0} aria-label={caption} className="mt-2 max-h-72 overflow-auto rounded-lg border border-line">
        <table className="w-full border-collapse">
          <caption className="sr-only">{caption}</caption>
          <thead className="sticky top-0 bg-subtle text-left text-ink-muted">
            <tr>
              {columns.map((column, index) => (
                <th key={column} scope="col" className={index === 0 ? CELL : NUMBER}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([head = "", ...values]) => (
              <tr key={head} className="border-line border-t">
                <th scope="row" className={`${CELL} text-left font-normal`}>
                  {head}
                </th>
                {values.map((value, index) => (
                  <td key={columns[index + 1]} className={NUMBER}>
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

const CELL = "px-3 py-1.5";
const NUMBER = "px-3 py-1.5 text-right font-normal tabular-nums";

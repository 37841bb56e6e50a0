import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "#components/ui/class-names.ts";
import { asRoute } from "#components/ui/route.ts";
import { USAGE_RANGES, type UsageRange } from "#lib/usage/schemas.ts";

type RangeLinksProps = { current: UsageRange; hrefOf: Readonly<Record<UsageRange, string>> };

/** How far back to look; the choice is in the address. */
export function RangeLinks({ current, hrefOf }: RangeLinksProps) {
  const t = useTranslations("usage");
  return (
    <nav aria-label={t("rangeLabel")} className="inline-flex w-fit rounded-lg border border-line bg-subtle p-0.5">
      {USAGE_RANGES.map((range) => (
        <Link
          key={range}
          href={asRoute(hrefOf[range])}
          aria-current={range === current ? "true" : undefined}
          className={cn(
            "rounded-md px-3 py-1 text-ink-muted text-sm hover:text-ink",
            "aria-[current]:bg-surface aria-[current]:font-medium aria-[current]:text-ink aria-[current]:shadow-card",
          )}
        >
          {t(`range.${range}`)}
        </Link>
      ))}
    </nav>
  );
}

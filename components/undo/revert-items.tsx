import Link from "next/link";
import { useTranslations } from "next-intl";
import { ChangePages } from "#components/changes/change-pages.tsx";
import { LabelledChange } from "#components/changes/labelled-change.tsx";
import { pageOf } from "#components/changes/page-of.ts";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { RevertItem } from "#lib/undo/schemas.ts";

const CHANGES_ON_A_PAGE = 100;
const TONES = { reverted: "info", nothing: "neutral", skipped: "neutral", conflict: "warning" } as const;

type RevertItemsProps = {
  items: readonly RevertItem[];
  skip: readonly string[];
  /** The same preview with these changes left out. */
  hrefWith: (skip: string[]) => string;
  page: number;
  hrefOf: (page: number) => string;
};

/** Each change with what taking it back does to the thing, or why it can't be taken back. */
export function RevertItems({ items, skip, hrefWith, page, hrefOf }: RevertItemsProps) {
  const t = useTranslations("undo");
  const shown = pageOf(items, page, CHANGES_ON_A_PAGE);
  return (
    <>
      <ol className="flex flex-col gap-6">
        {shown.items.map((item) => (
          <li key={item.changeId} className="flex flex-col gap-2">
            <Headline item={item} />
            <Effect item={item} />
            {(item.outcome === "reverted" || item.outcome === "skipped") && (
              <p>
                <Link
                  href={asRoute(hrefWith(toggled(skip, item.changeId)))}
                  prefetch={false}
                  scroll={false}
                  className="rounded-sm text-accent-ink text-sm hover:underline"
                  aria-label={t(item.outcome === "skipped" ? "takeInOf" : "leaveOutOf", { label: item.target.label })}
                >
                  {t(item.outcome === "skipped" ? "takeIn" : "leaveOut")}
                </Link>
              </p>
            )}
          </li>
        ))}
      </ol>
      <ChangePages page={shown} hrefOf={hrefOf} />
    </>
  );
}

function Headline({ item }: { item: RevertItem }) {
  const t = useTranslations("undo");
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={TONES[item.outcome]} dot>
        {t(`outcome.${item.outcome}`)}
      </Badge>
      <span className="font-medium text-ink [overflow-wrap:anywhere]">{item.target.label}</span>
      <span className="text-ink-muted">
        {t(`was.${item.kind}`)} <RelativeTime at={item.madeAt} />
      </span>
    </p>
  );
}

function Effect({ item }: { item: RevertItem }) {
  const t = useTranslations("undo");
  if (item.conflict !== null) return <p className="text-ink-muted">{t(`conflict.${item.conflict}`)}</p>;
  if (item.outcome !== "reverted") return null;
  return <LabelledChange change={{ target: item.target, before: item.now, after: item.becomes }} />;
}

function toggled(skip: readonly string[], id: string): string[] {
  return skip.includes(id) ? skip.filter((other) => other !== id) : [...skip, id];
}

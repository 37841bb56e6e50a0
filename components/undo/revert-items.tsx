import Link from "next/link";
import { useTranslations } from "next-intl";
import { LabelledChange } from "#components/changes/labelled-change.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { RevertItem } from "#lib/undo/schemas.ts";

const MAX_SHOWN = 100;
const TONES = { reverted: "info", nothing: "neutral", skipped: "neutral", conflict: "warning" } as const;

type RevertItemsProps = {
  items: readonly RevertItem[];
  skip: readonly string[];
  /** The same preview with these changes left out. */
  hrefWith: (skip: string[]) => string;
};

/** Each change with what taking it back does to the thing, or why it can't be taken back. */
export function RevertItems({ items, skip, hrefWith }: RevertItemsProps) {
  const t = useTranslations("undo");
  const left = items.length - MAX_SHOWN;
  return (
    <>
      <ol className="flex flex-col gap-6">
        {items.slice(0, MAX_SHOWN).map((item) => (
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
      {left > 0 && <p className="mt-5 text-ink-muted">{t("more", { count: left })}</p>}
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

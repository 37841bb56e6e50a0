import { useTranslations } from "next-intl";
import { DateTime } from "#components/ui/relative-time.tsx";
import type { ExpiredEvents, RemovedEvents, Retention } from "#lib/audit-retention/schemas.ts";

type RetentionFactsProps = { rule: Retention; expired: ExpiredEvents; removed: RemovedEvents | null };

/** What is in force for a stream, what goes next, and what has gone. */
export function RetentionFacts({ rule: { holdSince, keepDays }, expired, removed }: RetentionFactsProps) {
  const t = useTranslations("auditRetention");
  const { events: count, isCapped, isHeld, oldestAt, newestAt } = expired;
  return (
    <div className="flex flex-col gap-1 text-ink-muted">
      <p>
        {holdSince === null
          ? t("kept", { count: keepDays })
          : t.rich("held", { at: () => <DateTime at={holdSince} /> })}
      </p>
      <p>
        {t("now.title")}:{" "}
        {isHeld
          ? t("now.held")
          : count === 0
            ? t("now.none")
            : t.rich("now.some", {
                count,
                isCapped: String(isCapped),
                oldest: () => <DateTime at={oldestAt} />,
                newest: () => <DateTime at={newestAt} />,
              })}{" "}
        <WhatGoesAlong expired={expired} />
      </p>
      <p>
        {removed === null
          ? t("noneRemoved")
          : t.rich("removed", { count: removed.events, at: () => <DateTime at={removed.lastAt} /> })}
      </p>
    </div>
  );
}

/** What hangs on those events; nothing where nothing does. */
export function WhatGoesAlong({ expired: { names, firstUses, changes } }: { expired: ExpiredEvents }) {
  const t = useTranslations("auditRetention");
  return names + firstUses + changes > 0 && t("along", { names, firstUses, changes });
}

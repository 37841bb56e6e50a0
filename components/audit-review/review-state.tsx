import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import type { ReviewSettings, SignedReview } from "#lib/audit-review/schemas.ts";

type ReviewStateProps = {
  review: { settings: ReviewSettings; last: SignedReview | null; dueAt: string | null; isOverdue: boolean };
};

/** When the log was reviewed last, and when it is to be reviewed next. */
export function ReviewState({ review: { last, dueAt, isOverdue } }: ReviewStateProps) {
  const t = useTranslations("auditReview.state");
  return (
    <div className="flex flex-col gap-3">
      {isOverdue && (
        <Callout tone="warning" title={t("overdue.title")}>
          {t.rich("overdue.text", { at: () => <DateTime at={dueAt} /> })}
        </Callout>
      )}
      <p>
        {last === null ? t("never") : t.rich("last", { name: last.byName, at: () => <DateTime at={last.signedAt} /> })}{" "}
        {dueAt === null && t("noCadence")}
        {dueAt !== null && !isOverdue && t.rich("due", { at: () => <DateTime at={dueAt} /> })}
      </p>
    </div>
  );
}

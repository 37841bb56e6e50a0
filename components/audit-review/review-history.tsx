import Link from "next/link";
import { useTranslations } from "next-intl";
import { writeQuery } from "#components/audit-log/query.ts";
import { buttonClass } from "#components/ui/button.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import { FINDING_KINDS, type SignedReview } from "#lib/audit-review/schemas.ts";

type ReviewHistoryProps = {
  reviews: SignedReview[];
  hasMore: boolean;
  /** Of the audit log. */
  path: string;
};

/** Who signed off what, and what they said. */
export function ReviewHistory({ reviews, hasMore, path }: ReviewHistoryProps) {
  const t = useTranslations("auditReview.history");
  const events = path + writeQuery({ q: "action:audit_review.sign_off status:success", range: "all", ...WHOLE });
  return (
    <Card>
      <CardHeader
        title={t("title")}
        actions={
          reviews.length > 0 && (
            <Link href={asRoute(events)} className={buttonClass({ size: "sm" })}>
              {t("showEvents")}
            </Link>
          )
        }
      />
      <CardBody className="py-1.5">
        {reviews.length === 0 && <p className="py-2.5 text-ink-muted">{t("empty")}</p>}
        <ul className="divide-y divide-line">
          {reviews.map((review) => (
            <SignedRow key={review.id} review={review} />
          ))}
        </ul>
        {hasMore && <p className="py-2.5 text-ink-muted">{t("older", { count: reviews.length })}</p>}
      </CardBody>
    </Card>
  );
}

const WHOLE = { from: null, to: null, browserReads: false, cursor: null } as const;

function SignedRow({
  review: { byName, signedAt, comment, counts, coveredFrom, coveredUntil },
}: {
  review: SignedReview;
}) {
  const t = useTranslations("auditReview");
  const numbers = FINDING_KINDS.map((kind) => {
    const { count, isCapped } = counts[kind] ?? { count: 0, isCapped: false };
    return [kind, t("count", { count, isCapped: String(isCapped) })] as const;
  });
  return (
    <li className="flex flex-col gap-0.5 py-2.5">
      <p className="font-medium">{t.rich("history.by", { name: byName, at: () => <DateTime at={signedAt} /> })}</p>
      <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{comment}</p>
      <p className="text-ink-muted text-sm">
        {t.rich(coveredFrom === null ? "span.beginning" : "span.since", {
          from: () => <DateTime at={coveredFrom} />,
          until: () => <DateTime at={coveredUntil} />,
        })}
        {" · "}
        {t("history.counts", Object.fromEntries(numbers) as Record<(typeof FINDING_KINDS)[number], string>)}
      </p>
    </li>
  );
}

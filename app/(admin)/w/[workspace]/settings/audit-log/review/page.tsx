import { ClipboardCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditLogTabs } from "#components/audit-log/audit-log-tabs.tsx";
import { FindingCard } from "#components/audit-review/finding-card.tsx";
import { ReviewHistory } from "#components/audit-review/review-history.tsx";
import { ReviewSettingsForm } from "#components/audit-review/review-settings-form.tsx";
import { ReviewState } from "#components/audit-review/review-state.tsx";
import { SignOffForm } from "#components/audit-review/sign-off-form.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import { getReview, listReviews } from "#lib/audit-review/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { setReviewSettingsAction, signOffAction } from "./actions.ts";

const HISTORY = 10;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auditReview");
  return { title: t("title") };
}

export default async function ReviewPage({ params }: { params: Promise<{ workspace: string }> }) {
  const [{ workspace: slug }, t] = await Promise.all([params, getTranslations("auditReview")]);
  const { ctx } = await workspacePage(slug);
  const path = `/w/${slug}/settings/audit-log`;
  const header = <PageHeader title={t("title")} description={t("description")} />;
  const review = await readIfPermitted(getReview, ctx, {});
  const history = review && (await readIfPermitted(listReviews, ctx, { limit: HISTORY }));
  if (review === null || history === null) {
    return (
      <>
        {header}
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  const { open, settings } = review;
  return (
    <>
      {header}
      <AuditLogTabs path={path} current="review" />
      <div className="flex flex-col gap-5">
        <ReviewState review={review} />
        {open === null ? (
          <Card>
            <EmptyState icon={<ClipboardCheck />} title={t("nothing.title")} description={t("nothing.description")} />
          </Card>
        ) : (
          <>
            <p className="text-ink-muted">
              {t.rich(open.from === null ? "span.beginning" : "span.since", {
                from: () => <DateTime at={open.from} />,
                until: () => <DateTime at={open.until} />,
              })}
              <span className="block text-ink-faint text-sm">{t("span.note")}</span>
            </p>
            {open.findings.map((finding) => (
              <FindingCard key={finding.kind} finding={finding} path={path} from={open.from} until={open.until} />
            ))}
            <SignOffCard review={review} until={open.until} slug={slug} />
          </>
        )}
        <Card>
          <CardHeader title={t("settings.title")} description={t("settings.description")} />
          <CardBody>
            {ctx.actor.permissions.has("audit_log:manage") ? (
              <ReviewSettingsForm
                settings={settings}
                candidates={review.candidates}
                action={setReviewSettingsAction.bind(null, slug)}
              />
            ) : (
              <p>
                {t(`settings.${settings.cadence ?? "none"}`)} ·{" "}
                {settings.reviewers.map(({ name }) => name).join(", ") || t("settings.anybody")}
              </p>
            )}
          </CardBody>
        </Card>
        <ReviewHistory reviews={history.items} hasMore={history.nextCursor !== null} path={path} />
      </div>
    </>
  );
}

type SignOffCardProps = {
  review: { last: { id: string } | null; isReviewer: boolean; settings: { reviewers: { name: string }[] } };
  until: string;
  slug: string;
};

async function SignOffCard({ review: { last, isReviewer, settings }, until, slug }: SignOffCardProps) {
  const t = await getTranslations("auditReview.sign");
  const names = settings.reviewers.map(({ name }) => name).join(", ");
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} />
      <CardBody>
        {isReviewer ? (
          // Another review, another form: what was typed for the last one is done with.
          <SignOffForm
            key={last?.id ?? ""}
            afterReviewId={last?.id ?? null}
            until={until}
            action={signOffAction.bind(null, slug)}
          />
        ) : (
          <p className="text-ink-muted">{t("notReviewer", { names })}</p>
        )}
      </CardBody>
    </Card>
  );
}

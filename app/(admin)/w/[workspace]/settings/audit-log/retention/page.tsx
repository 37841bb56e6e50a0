import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AuditLogTabs } from "#components/audit-log/audit-log-tabs.tsx";
import { writeQuery } from "#components/audit-log/query.ts";
import { RetentionFacts } from "#components/audit-retention/retention-facts.tsx";
import { RetentionForm } from "#components/audit-retention/retention-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { asRoute } from "#components/ui/route.ts";
import { listRetention, previewRetention } from "#lib/audit-retention/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { retentionAction } from "./actions.ts";

const RECORDS = "action:audit_retention.remove_expired status:success";
const ALL = { range: "all", from: null, to: null, browserReads: false, cursor: null } as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auditRetention");
  return { title: t("title") };
}

export default async function RetentionPage({ params }: { params: Promise<{ workspace: string }> }) {
  const [{ workspace: slug }, t] = await Promise.all([params, getTranslations("auditRetention")]);
  const { ctx } = await workspacePage(slug);
  const path = `/w/${slug}/settings/audit-log`;
  const header = { title: t("title"), description: t("description") };
  const inForce = await readIfPermitted(listRetention, ctx, {});
  const preview = inForce && (await readIfPermitted(previewRetention, ctx, {}));
  if (inForce === null || preview === null) {
    return (
      <>
        <PageHeader {...header} />
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  const canManage = ctx.actor.permissions.has("audit_log:manage");
  return (
    <>
      <PageHeader
        {...header}
        actions={
          <Link href={asRoute(path + writeQuery({ q: RECORDS, ...ALL }))} className={buttonClass()}>
            {t("records")}
          </Link>
        }
      />
      <AuditLogTabs path={path} current="retention" />
      <div className="flex flex-col gap-5">
        {inForce.items.map((rule) => {
          const { stream } = rule;
          const expired = preview.items.find((item) => item.stream === stream);
          const removed = inForce.removed.find((item) => item.stream === stream) ?? null;
          return (
            <Card key={stream} aria-label={t(`stream.${stream}`)}>
              <CardHeader
                title={t(`stream.${stream}`)}
                {...(stream === "workspace" && { description: t("streamHint") })}
              />
              <CardBody className="flex flex-col gap-4">
                {expired && <RetentionFacts rule={rule} expired={expired} removed={removed} />}
                {canManage && (
                  <RetentionForm key={rule.version} rule={rule} action={retentionAction.bind(null, slug, stream)} />
                )}
              </CardBody>
            </Card>
          );
        })}
      </div>
    </>
  );
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { ApprovalStateBadge } from "#components/approvals/approval-badges.tsx";
import { ApprovalChanges } from "#components/approvals/approval-changes.tsx";
import { ApprovalFacts } from "#components/approvals/approval-facts.tsx";
import { ApprovalOutcome } from "#components/approvals/approval-outcome.tsx";
import { ApprovalSummary } from "#components/approvals/approval-summary.tsx";
import { DecideForm } from "#components/approvals/decide-form.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getApproval } from "#lib/approvals/index.ts";
import { read } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { auditEventPath } from "../../projects/paths.ts";
import { approvalsPath } from "../../settings/approvals/params.ts";
import { keysPath } from "../../settings/integrations/public-api/params.ts";
import { decideAction } from "./actions.ts";
import { loadApprovalParams, serializeApproval } from "./params.ts";

type Props = { params: Promise<{ workspace: string; id: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("approvals");
  return { title: t("title") };
}

/** One request: who asks for what, and the decision. The link says only which; who may see and decide is asked anew. */
export default async function ApprovalPage({ params, searchParams }: Props) {
  const [{ workspace: slug, id }, { page }, t] = await Promise.all([
    params,
    loadApprovalParams(searchParams),
    getTranslations("approvals"),
  ]);
  const { ctx } = await workspacePage(slug);
  const { approval } = await read(getApproval, ctx, { pendingWriteId: id });
  const { permissions } = ctx.actor;
  const { credential, executedEventId, decision, state } = approval;
  const title = t("pageTitle", { name: credential.name });
  const queue = permissions.has("writes:approve") ? [{ label: t("title"), href: approvalsPath(slug) }] : [];
  return (
    <>
      <PageHeader
        title={title}
        description={<ApprovalSummary counts={approval.counts} />}
        breadcrumbs={[...queue, { label: title }]}
        meta={
          <>
            <ApprovalStateBadge approval={approval} />
            <EnvironmentBadge environment={approval.environment} />
          </>
        }
      />
      <div className="flex max-w-4xl flex-col gap-5">
        <ApprovalOutcome approval={approval} />
        <Card>
          <CardHeader title={t(state === "pending" ? "changes.title" : "changes.doneTitle")} />
          <CardBody>
            <ApprovalChanges
              changes={approval.changes}
              changesLeft={approval.changesLeft}
              page={page}
              hrefOf={(other) => serializeApproval(`/w/${slug}/approvals/${id}`, { page: other })}
            />
          </CardBody>
        </Card>
        <Card>
          <CardHeader title={t("facts")} />
          <CardBody className="py-1.5">
            <ApprovalFacts
              approval={approval}
              keyHref={permissions.has("api_keys:read") ? `${keysPath(slug)}/${credential.id}` : null}
              eventHref={
                executedEventId !== null && permissions.has("audit_log:read")
                  ? auditEventPath(slug, executedEventId)
                  : null
              }
            />
          </CardBody>
        </Card>
        {(decision === "open" || decision === "own_request") && (
          <DecideForm action={decideAction.bind(null, slug, id)} canApprove={decision === "open"} />
        )}
      </div>
    </>
  );
}

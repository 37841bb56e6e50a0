import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EvidenceStreams } from "#components/audit-evidence/evidence-streams.tsx";
import { HeadMailCard } from "#components/audit-evidence/head-mail-card.tsx";
import { HeadsCard } from "#components/audit-evidence/heads-card.tsx";
import { VerifyAgainstCard } from "#components/audit-evidence/verify-against-card.tsx";
import { VerifyForm } from "#components/audit-evidence/verify-form.tsx";
import { AuditLogTabs } from "#components/audit-log/audit-log-tabs.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getEvidence, getEvidenceSettings } from "#lib/audit-evidence/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { setHeadMailAction, verifyAction, verifyAgainstAction } from "./actions.ts";

type Props = { params: Promise<{ workspace: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auditEvidence");
  return { title: t("title") };
}

export default async function EvidencePage({ params }: Props) {
  const [{ workspace: slug }, t] = await Promise.all([params, getTranslations("auditEvidence")]);
  const { ctx } = await workspacePage(slug);
  const [evidence, mail] = await Promise.all([
    readIfPermitted(getEvidence, ctx, {}),
    readIfPermitted(getEvidenceSettings, ctx, {}),
  ]);
  const mayDecide = ctx.actor.permissions.has("audit_log:manage");
  const path = `/w/${slug}/settings/audit-log`;
  const verifiedAt =
    evidence?.streams
      .map(({ verified }) => verified?.at ?? "")
      .toSorted()
      .at(-1) ?? "";
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={evidence && <VerifyForm action={verifyAction.bind(null, slug)} verifiedAt={verifiedAt} />}
      />
      {evidence && <AuditLogTabs path={path} current="evidence" />}
      {evidence === null ? (
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      ) : (
        <div className="flex flex-col gap-5">
          {evidence.unsealed > 0 && (
            <Callout title={t("unsealed.title", { count: evidence.unsealed })}>{t("unsealed.description")}</Callout>
          )}
          <EvidenceStreams streams={evidence.streams} path={path} />'{" "}
          <HeadsCard publicKey={evidence.publicKey} href={`${path}/evidence/heads`} />
          <VerifyAgainstCard action={verifyAgainstAction.bind(null, slug)} verifiedAt={verifiedAt} path={path} />
          {mail && <HeadMailCard {...mail} action={mayDecide ? setHeadMailAction.bind(null, slug) : null} />}
        </div>
      )}
    </>
  );
}

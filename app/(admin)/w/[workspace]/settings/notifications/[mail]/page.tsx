import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { MailAttempts } from "#components/notifications/mail-attempts.tsx";
import { MailStateBadge, Recipient } from "#components/notifications/mail-facts.tsx";
import { NoMailServer } from "#components/notifications/no-mail-server.tsx";
import { RetryMail } from "#components/notifications/retry-mail.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import { readIfPermitted } from "#lib/forms/index.ts";
import { LANGUAGE_NAMES } from "#lib/i18n/locale.ts";
import { getOutboxMail } from "#lib/notifications/index.ts";
import type { OutboxMailDetails } from "#lib/notifications/schemas.ts";
import { workspacePage } from "#lib/session/index.ts";
import { retryMailAction } from "../actions.ts";
import { outboxPath } from "../params.ts";

type Props = { params: Promise<{ workspace: string; mail: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("notifications.outbox");
  return { title: t("title") };
}

export default async function OutboxMailPage({ params }: Props) {
  const [{ workspace: slug, mail: mailId }, t] = await Promise.all([params, getTranslations("notifications.outbox")]);
  const { ctx } = await workspacePage(slug);
  if (!z.uuid().safeParse(mailId).success) notFound();
  const result = await readIfPermitted(getOutboxMail, ctx, { mailId });
  if (result === null) {
    return <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />;
  }
  const { mail, isMailServerSet } = result;
  const canRetry = isMailServerSet && (mail.state === "failed" || mail.state === "retrying");
  return (
    <>
      <PageHeader
        title={mail.subject}
        breadcrumbs={[{ label: t("title"), href: outboxPath(slug) }, { label: mail.subject }]}
        meta={<MailStateBadge state={mail.state} />}
        actions={canRetry && <RetryMail action={retryMailAction.bind(null, slug, mailId)} />}
      />
      {!isMailServerSet && <NoMailServer />}
      <div className="flex flex-col gap-5">
        <Card>
          <CardHeader title={t("text")} />
          <CardBody>
            <div lang={mail.locale} className="max-w-2xl whitespace-pre-wrap [overflow-wrap:anywhere]">
              {mail.text}
            </div>
          </CardBody>
        </Card>
        <Card>
          <CardHeader title={t("attempts")} />
          <CardBody className="py-1.5">
            <MailFacts mail={mail} />
            <MailAttempts log={mail.log} />
          </CardBody>
        </Card>
      </div>
    </>
  );
}

async function MailFacts({ mail }: { mail: OutboxMailDetails }) {
  const t = await getTranslations("notifications.outbox.fact");
  const moment = (label: string, at: string | null) => (at === null ? [] : [{ label, value: <DateTime at={at} /> }]);
  return (
    <DescriptionList
      className="border-line border-b"
      items={[
        { label: t("recipient"), value: <Recipient recipient={mail.recipient} /> },
        { label: t("language"), value: LANGUAGE_NAMES[mail.locale] },
        ...moment(t("created"), mail.createdAt),
        ...moment(t("sent"), mail.sentAt),
        ...moment(t("next"), mail.dueAt),
      ]}
    />
  );
}

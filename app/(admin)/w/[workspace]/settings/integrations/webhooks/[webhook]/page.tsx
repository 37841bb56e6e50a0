import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { z } from "zod";
import { Callout } from "#components/ui/callout.tsx";
import { Card, CardBody, CardFooter, CardHeader } from "#components/ui/card.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import { DeliveryLog } from "#components/webhooks/delivery-log.tsx";
import { WebhookActions } from "#components/webhooks/webhook-actions.tsx";
import { WebhookStatusBadge } from "#components/webhooks/webhook-badges.tsx";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { getWebhook } from "#lib/webhooks/index.ts";
import type { Webhook } from "#lib/webhooks/schemas.ts";
import { currentCursor, pageLinks } from "../../../../projects/trail.ts";
import {
  deleteWebhookAction,
  retryDeliveryAction,
  rotateWebhookSecretAction,
  sendTestEventAction,
  setWebhookEnabledAction,
  updateWebhookAction,
} from "../actions.ts";
import { loadLogParams, serializeLog, webhooksPath } from "../params.ts";

type Props = { params: Promise<{ workspace: string; webhook: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("webhooks");
  return { title: t("title") };
}

export default async function WebhookPage({ params, searchParams }: Props) {
  const [{ workspace: slug, webhook: id }, { page }, t] = await Promise.all([
    params,
    loadLogParams(searchParams),
    getTranslations("webhooks"),
  ]);
  const { ctx } = await workspacePage(slug);
  if (!z.uuid().safeParse(id).success) notFound();
  const result = await readIfPermitted(getWebhook, ctx, { webhookId: id, ...currentCursor(page) });
  if (result === null) {
    return <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />;
  }
  const { webhook, deliveries, nextCursor } = result;
  const canManage = ctx.actor.permissions.has("webhooks:manage");
  const path = `${webhooksPath(slug)}/${id}`;
  const links = pageLinks(page, nextCursor, (trail) => serializeLog(path, { page: trail }));
  return (
    <>
      <PageHeader
        title={<span className="font-mono text-xl">{webhook.url}</span>}
        description={webhook.description || undefined}
        breadcrumbs={[{ label: t("title"), href: webhooksPath(slug) }, { label: new URL(webhook.url).host }]}
        meta={<WebhookStatusBadge webhook={webhook} />}
        actions={
          canManage && (
            <WebhookActions
              webhook={webhook}
              actions={{
                sendTest: sendTestEventAction.bind(null, slug, id),
                setEnabled: setWebhookEnabledAction.bind(null, slug, id),
                update: updateWebhookAction.bind(null, slug, id),
                rotateSecret: rotateWebhookSecretAction.bind(null, slug, id),
                remove: deleteWebhookAction.bind(null, slug, id),
              }}
            />
          )
        }
      />
      {webhook.disabledReason && (
        <Callout tone="warning" title={t("status.disabled")} className="mb-5">
          {t(`disabled.${webhook.disabledReason}`)}
        </Callout>
      )}
      <div className="flex flex-col gap-5">
        <Card>
          <CardHeader title={t("fact.title")} />
          <CardBody className="py-1.5">
            <WebhookFacts webhook={webhook} />
          </CardBody>
        </Card>
        <Card>
          <CardHeader title={t("deliveries.title")} description={t("deliveries.description")} />
          {deliveries.length === 0 ? (
            <CardBody className="text-ink-muted">{t("deliveries.empty")}</CardBody>
          ) : (
            <DeliveryLog
              deliveries={deliveries}
              retry={canManage && webhook.isEnabled ? retryDeliveryAction.bind(null, slug) : null}
            />
          )}
          {(links.newerHref || links.olderHref) && (
            <CardFooter>
              <Pagination {...links} className="w-full" />
            </CardFooter>
          )}
        </Card>
      </div>
    </>
  );
}

async function WebhookFacts({ webhook }: { webhook: Webhook }) {
  const t = await getTranslations("webhooks");
  const { id, events, createdByName, createdAt, previousSecretEndsAt } = webhook;
  return (
    <DescriptionList
      items={[
        {
          label: t("column.events"),
          value: (
            <ul>
              {events.map((event) => (
                <li key={event}>
                  {t(`event.${event}`)} <code className="font-mono text-ink-muted text-xs">{event}</code>
                </li>
              ))}
            </ul>
          ),
        },
        {
          label: t("fact.created"),
          value: t.rich("fact.createdBy", { name: createdByName, at: () => <DateTime at={createdAt} /> }),
        },
        ...(previousSecretEndsAt === null
          ? []
          : [{ label: t("fact.previousSecret"), value: <DateTime at={previousSecretEndsAt} /> }]),
        { label: t("fact.id"), value: <code className="font-mono text-sm">{id}</code> },
      ]}
    />
  );
}

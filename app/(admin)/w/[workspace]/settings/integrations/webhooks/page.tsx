import { Webhook as WebhookIcon } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Callout } from "#components/ui/callout.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { AddWebhook } from "#components/webhooks/add-webhook.tsx";
import { WebhooksTable } from "#components/webhooks/webhooks-table.tsx";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { listWebhooks } from "#lib/webhooks/index.ts";
import { createWebhookAction } from "./actions.ts";
import { webhooksPath } from "./params.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("webhooks");
  return { title: t("title") };
}

export default async function WebhooksPage({ params }: { params: Promise<{ workspace: string }> }) {
  const [{ workspace: slug }, t] = await Promise.all([params, getTranslations("webhooks")]);
  const { ctx } = await workspacePage(slug);
  const result = await readIfPermitted(listWebhooks, ctx, {});
  if (result === null) {
    return (
      <>
        <PageHeader title={t("title")} description={t("description")} />
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  const canManage = ctx.actor.permissions.has("webhooks:manage");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={canManage && <AddWebhook action={createWebhookAction.bind(null, slug)} />}
      />
      {!canManage && (
        <Callout title={t("readOnly.title")} className="mb-5">
          {t("readOnly.description")}
        </Callout>
      )}
      <WebhooksTable
        webhooks={result.items}
        path={webhooksPath(slug)}
        empty={
          <EmptyState
            icon={<WebhookIcon />}
            title={t("empty.title")}
            description={t(canManage ? "empty.description" : "empty.readOnly")}
          />
        }
      />
    </>
  );
}

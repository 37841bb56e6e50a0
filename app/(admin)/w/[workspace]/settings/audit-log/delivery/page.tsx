import { Send } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AddDestination } from "#components/audit-delivery/add-destination.tsx";
import { DestinationCard } from "#components/audit-delivery/destination-card.tsx";
import { AuditLogTabs } from "#components/audit-log/audit-log-tabs.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listDestinations } from "#lib/audit-delivery/index.ts";
import { MAX_DESTINATIONS } from "#lib/audit-delivery/schemas.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import {
  createDestinationAction,
  deleteDestinationAction,
  moveDeliveryAction,
  rotateDestinationSecretAction,
  setDestinationPausedAction,
  testDestinationAction,
  updateDestinationAction,
} from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auditDelivery");
  return { title: t("title") };
}

export default async function DeliveryPage({ params }: { params: Promise<{ workspace: string }> }) {
  const [{ workspace: slug }, t] = await Promise.all([params, getTranslations("auditDelivery")]);
  const { ctx } = await workspacePage(slug);
  const result = await readIfPermitted(listDestinations, ctx, {});
  const header = { title: t("title"), description: t("description") };
  if (result === null) {
    return (
      <>
        <PageHeader {...header} />
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  const { items } = result;
  const canManage = ctx.actor.permissions.has("audit_log:manage");
  const canAdd = canManage && items.length < MAX_DESTINATIONS;
  return (
    <>
      <PageHeader
        {...header}
        actions={canAdd && <AddDestination action={createDestinationAction.bind(null, slug)} />}
      />
      <AuditLogTabs path={`/w/${slug}/settings/audit-log`} current="delivery" />
      {!canManage && (
        <Callout title={t("readOnly.title")} className="mb-5">
          {t("readOnly.description")}
        </Callout>
      )}
      {items.length === 0 && (
        <EmptyState
          icon={<Send />}
          title={t("empty.title")}
          description={t(canManage ? "empty.description" : "empty.readOnly")}
        />
      )}
      <div className="flex flex-col gap-5">
        {items.map((destination) => (
          <DestinationCard
            key={destination.id}
            destination={destination}
            actions={canManage ? actionsOf(slug, destination.id) : null}
          />
        ))}
      </div>
    </>
  );
}

function actionsOf(slug: string, id: string) {
  return {
    test: testDestinationAction.bind(null, slug, id),
    setPaused: setDestinationPausedAction.bind(null, slug, id),
    update: updateDestinationAction.bind(null, slug, id),
    rotateSecret: rotateDestinationSecretAction.bind(null, slug, id),
    move: moveDeliveryAction.bind(null, slug, id),
    remove: deleteDestinationAction.bind(null, slug, id),
  };
}

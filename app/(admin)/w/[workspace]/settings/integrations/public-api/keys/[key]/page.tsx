import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsBoolean, type SearchParams } from "nuqs/server";
import { cache } from "react";
import { z } from "zod";
import { ApiKeyActions } from "#components/api-keys/api-key-actions.tsx";
import { ApiKeyStatusBadge, OwnerLeftBadge, WritesPausedBadge } from "#components/api-keys/api-key-badges.tsx";
import { ApprovalCallout } from "#components/api-keys/approval-callout.tsx";
import { NextSteps } from "#components/api-keys/next-steps.tsx";
import { OverlapBanner } from "#components/api-keys/overlap-banner.tsx";
import { OwnerLeftCallout } from "#components/api-keys/owner-left-callout.tsx";
import { canRotate, hasEnded } from "#components/api-keys/status.ts";
import { WritesPausedCallout } from "#components/api-keys/writes-paused-callout.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { LinkTabs } from "#components/ui/link-tabs.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { asRoute } from "#components/ui/route.ts";
import { getApiKey } from "#lib/api-keys/index.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { config } from "#lib/env/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import {
  approveApiKeyAction,
  changeDescriptionAction,
  declineApiKeyAction,
  endOverlapAction,
  loadOwnersAction,
  markHandoverAction,
  reassignApiKeyAction,
  resumeApiKeyAction,
  resumeWritesAction,
  revokeApiKeyAction,
  rotateApiKeyAction,
  suspendApiKeyAction,
} from "../../actions.ts";
import { auditLogPath, keysPath, pausedPath, publicApiPath } from "../../params.ts";
import { EventsTab } from "./events-tab.tsx";
import { HistoryTab } from "./history-tab.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { RemindersCard } from "./reminders-card.tsx";
import { RestrictionsTab } from "./restrictions-tab.tsx";
import { rangeParser, TABS, tabParser, tabPath } from "./tabs.ts";
import { UsageTab } from "./usage-tab.tsx";

type Props = { params: Promise<{ workspace: string; key: string }>; searchParams: Promise<SearchParams> };

const loadParams = createLoader({
  revoke: parseAsBoolean.withDefault(false),
  rotate: parseAsBoolean.withDefault(false),
  reassign: parseAsBoolean.withDefault(false),
  resumeWrites: parseAsBoolean.withDefault(false),
  tab: tabParser,
  range: rangeParser,
});

// Cached for the request: the page and its title look once, and it is one event in the audit log.
const loadKey = cache(async (slug: string, apiKeyId: string) => {
  const { ctx } = await workspacePage(slug);
  if (!z.uuid().safeParse(apiKeyId).success) notFound();
  return readIfPermitted(getApiKey, ctx, { apiKeyId });
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ workspace, key }, t] = await Promise.all([params, getTranslations("apiKeys")]);
  const result = await loadKey(workspace, key);
  return { title: result?.apiKey.name ?? t("title") };
}

export default async function ApiKeyPage({ params, searchParams }: Props) {
  const [{ workspace: slug, key }, { tab, range, ...wanted }, t] = await Promise.all([
    params,
    loadParams(searchParams),
    getTranslations("apiKeys"),
  ]);
  const [{ ctx, person }, result] = await Promise.all([workspacePage(slug), loadKey(slug, key)]);
  if (result === null) {
    return <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />;
  }
  const { apiKey, use, line, rotation } = result;
  const endpoint = new URL("/mcp", config().publicUrl).href;
  const canManage = ctx.actor.permissions.has("api_keys:manage");
  const reassign = {
    action: reassignApiKeyAction.bind(null, slug, apiKey.id),
    person: { id: person.id, name: person.name, email: person.email },
    loadOwners: loadOwnersAction.bind(null, slug),
  };
  return (
    <>
      <PageHeader
        title={apiKey.name}
        breadcrumbs={[{ label: t("title"), href: publicApiPath(slug) }, { label: apiKey.name }]}
        meta={
          <>
            <EnvironmentBadge environment={apiKey.environment} />
            <ApiKeyStatusBadge apiKey={apiKey} />
            <OwnerLeftBadge apiKey={apiKey} />
            <WritesPausedBadge apiKey={apiKey} href={pausedPath(slug)} />
          </>
        }
        actions={
          <>
            <Link href={asRoute(`${auditLogPath(slug)}?range=all&key=${apiKey.id}`)} className={buttonClass()}>
              <ScrollText aria-hidden />
              {t("activity")}
            </Link>
            {canManage && (
              <ApiKeyActions
                // Another key's page is another place: no dialog stays open on the way there.
                key={apiKey.id}
                apiKey={apiKey}
                use={use}
                actions={{
                  rotate: rotateApiKeyAction.bind(null, slug, apiKey.id),
                  suspend: suspendApiKeyAction.bind(null, slug),
                  resume: resumeApiKeyAction.bind(null, slug),
                  reassign: reassign.action,
                  revoke: revokeApiKeyAction.bind(null, slug),
                  loadOwners: reassign.loadOwners,
                }}
                person={reassign.person}
                endpoint={endpoint}
                keysHref={keysPath(slug)}
                initiallyOpen={initialDialog(apiKey, wanted)}
              />
            )}
          </>
        }
      />
      {result.decision && (
        <ApprovalCallout
          apiKey={apiKey}
          decision={result.decision}
          approve={approveApiKeyAction.bind(null, slug)}
          decline={declineApiKeyAction.bind(null, slug)}
        />
      )}
      {apiKey.hasOwnerLeft && !hasEnded(apiKey) && (
        <OwnerLeftCallout apiKey={apiKey} reassign={canManage ? reassign : null} />
      )}
      {apiKey.writesPausedAt !== null && !hasEnded(apiKey) && (
        <WritesPausedCallout
          key={apiKey.id}
          apiKey={apiKey}
          activityHref={tabPath(slug, apiKey.id, "events")}
          resume={canManage ? resumeWritesAction.bind(null, slug) : null}
          isInitiallyOpen={wanted.resumeWrites}
        />
      )}
      {hasEnded(apiKey) && (
        <NextSteps
          apiKey={apiKey}
          replacement={result.replacement}
          endpoint={endpoint}
          keysHref={keysPath(slug)}
          guideHref={`/w/${slug}/help/keys`}
          mark={canManage ? markHandoverAction.bind(null, slug) : null}
          createHref={canManage ? `${publicApiPath(slug)}?create=true&like=${apiKey.id}` : null}
        />
      )}
      {rotation && (
        <OverlapBanner
          apiKey={apiKey}
          rotation={rotation}
          keysHref={keysPath(slug)}
          finish={canManage ? endOverlapAction.bind(null, slug) : null}
        />
      )}
      <LinkTabs
        label={t("tabs.label")}
        items={TABS.map((name) => ({
          href: tabPath(slug, apiKey.id, name),
          label: t(`tabs.${name}`),
          current: name === tab,
        }))}
        className="mb-5"
      />
      {tab === "overview" && (
        <OverviewTab
          apiKey={apiKey}
          use={use}
          endpoint={endpoint}
          keysHref={keysPath(slug)}
          describe={canManage && !hasEnded(apiKey) ? changeDescriptionAction.bind(null, slug, apiKey.id) : null}
        />
      )}
      {tab === "usage" && <UsageTab ctx={ctx} slug={slug} apiKeyId={apiKey.id} range={range} />}
      {tab === "restrictions" && <RestrictionsTab ctx={ctx} slug={slug} apiKey={apiKey} />}
      {tab === "history" && (
        <div className="flex flex-col gap-5">
          <RemindersCard ctx={ctx} slug={slug} apiKey={apiKey} />
          <HistoryTab line={line} currentId={apiKey.id} keysHref={keysPath(slug)} />
        </div>
      )}
      {tab === "events" && <EventsTab ctx={ctx} slug={slug} apiKey={apiKey} />}
    </>
  );
}

type Wanted = { revoke: boolean; rotate: boolean; reassign: boolean };

/** The dialog that the address asks for, where the key is in a state for it. */
function initialDialog(apiKey: ApiKey, wanted: Wanted): "revoke" | "rotate" | "reassign" | null {
  if (wanted.revoke && apiKey.status !== "revoked") return "revoke";
  if (wanted.reassign && !hasEnded(apiKey)) return "reassign";
  return wanted.rotate && canRotate(apiKey) ? "rotate" : null;
}

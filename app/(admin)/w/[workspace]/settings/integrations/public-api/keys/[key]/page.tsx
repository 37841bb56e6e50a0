import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsBoolean, type SearchParams } from "nuqs/server";
import { cache } from "react";
import { z } from "zod";
import { ApiKeyActions } from "#components/api-keys/api-key-actions.tsx";
import { ApiKeyStatusBadge, OwnerLeftBadge } from "#components/api-keys/api-key-badges.tsx";
import { ApiKeyFacts, ApiKeyRestrictions, ApiKeyUsage } from "#components/api-keys/api-key-facts.tsx";
import { ClientSetup } from "#components/api-keys/client-setup.tsx";
import { FirstCallStatus } from "#components/api-keys/first-call-status.tsx";
import { OverlapBanner } from "#components/api-keys/overlap-banner.tsx";
import { OwnerLeftCallout } from "#components/api-keys/owner-left-callout.tsx";
import { RotationHistory } from "#components/api-keys/rotation-history.tsx";
import { canRotate, hasEnded, isUsable } from "#components/api-keys/status.ts";
import { buttonClass } from "#components/ui/button.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { asRoute } from "#components/ui/route.ts";
import { getApiKey } from "#lib/api-keys/index.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { config } from "#lib/env/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import {
  endOverlapAction,
  loadOwnersAction,
  reassignApiKeyAction,
  resumeApiKeyAction,
  revokeApiKeyAction,
  rotateApiKeyAction,
  suspendApiKeyAction,
} from "../../actions.ts";
import { listAllProjects } from "../../all-projects.ts";
import { auditLogPath, keysPath, publicApiPath } from "../../params.ts";

type Props = { params: Promise<{ workspace: string; key: string }>; searchParams: Promise<SearchParams> };

const loadParams = createLoader({
  revoke: parseAsBoolean.withDefault(false),
  rotate: parseAsBoolean.withDefault(false),
  reassign: parseAsBoolean.withDefault(false),
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
  const [{ workspace: slug, key }, wanted, t] = await Promise.all([
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
  const projects =
    apiKey.projectIds === null ? [] : ((await listAllProjects({ ...ctx, environment: apiKey.environment })) ?? []);
  const reassign = {
    action: reassignApiKeyAction.bind(null, slug, apiKey.id),
    person: { id: person.id, name: person.name, email: person.email },
    loadOwners: loadOwnersAction.bind(null, slug),
  };
  const isWaiting = isUsable(apiKey) && apiKey.lastUsedAt === null && use.lastCallAt === null;
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
      {apiKey.hasOwnerLeft && !hasEnded(apiKey) && (
        <OwnerLeftCallout apiKey={apiKey} reassign={canManage ? reassign : null} />
      )}
      {rotation && (
        <OverlapBanner
          apiKey={apiKey}
          rotation={rotation}
          keysHref={keysPath(slug)}
          finish={canManage ? endOverlapAction.bind(null, slug) : null}
        />
      )}
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-5">
          <Card>
            <CardHeader title={t("section.facts")} />
            <CardBody className="py-1.5">
              <ApiKeyFacts apiKey={apiKey} />
            </CardBody>
          </Card>
          <Card>
            <CardHeader title={t("section.restrictions")} />
            <CardBody className="py-1.5">
              <ApiKeyRestrictions apiKey={apiKey} projects={projects} />
            </CardBody>
          </Card>
          {line.length > 1 && (
            <Card>
              <CardHeader title={t("history.title")} description={t("history.description")} />
              <CardBody className="py-1.5">
                <RotationHistory line={line} currentId={apiKey.id} keysHref={keysPath(slug)} />
              </CardBody>
            </Card>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <Card>
            <CardHeader title={t("section.use")} description={t("section.useDescription")} />
            <CardBody className="py-1.5">
              <ApiKeyUsage apiKey={apiKey} use={use} />
            </CardBody>
          </Card>
          {isUsable(apiKey) && (
            <Card>
              <CardHeader title={t("setup.title")} description={t("setup.again")} />
              <CardBody className="flex flex-col gap-4">
                {isWaiting && (
                  <FirstCallStatus href={`${keysPath(slug)}/${apiKey.id}/first-call`} clientKind={apiKey.clientKind} />
                )}
                <ClientSetup clientKind={apiKey.clientKind} environment={apiKey.environment} endpoint={endpoint} />
              </CardBody>
            </Card>
          )}
        </div>
      </div>
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

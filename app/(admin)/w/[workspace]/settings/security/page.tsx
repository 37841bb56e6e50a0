import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { PolicyFacts } from "#components/security/policy-facts.tsx";
import { WriteFreezes } from "#components/security/write-freezes.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card, CardBody, CardFooter, CardHeader } from "#components/ui/card.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { asRoute } from "#components/ui/route.ts";
import { listEnvironmentPolicies } from "#lib/environment-policy/index.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { listFreezes } from "#lib/write-freeze/index.ts";
import { freezeWritesAction, liftFreezeAction } from "./freeze-actions.ts";
import { securityPath } from "./params.ts";

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<SearchParams> };

const loadParams = createLoader({ saved: parseAsStringLiteral(ENVIRONMENTS) });

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("security");
  return { title: t("title") };
}

export default async function SecurityPage({ params, searchParams }: Props) {
  const [{ workspace: slug }, { saved }, t, names, refresh] = await Promise.all([
    params,
    loadParams(searchParams),
    getTranslations("security"),
    getTranslations("common.environments"),
    getTranslations("refreshStaging"),
  ]);
  const { ctx } = await workspacePage(slug);
  const result = await readIfPermitted(listEnvironmentPolicies, ctx, {});
  const header = <PageHeader title={t("title")} description={t("description")} />;
  if (result === null) {
    return (
      <>
        {header}
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  const canManage = ctx.actor.permissions.has("environment_policies:manage");
  const freezes = await readIfPermitted(listFreezes, ctx, {});
  const canRefresh = ctx.actor.permissions.has("environments:refresh");
  return (
    <>
      {header}
      {saved && (
        <Callout tone="success" live title={t("saved", { environment: names(saved) })} className="mb-5">
          {t("savedDescription")}
        </Callout>
      )}
      {!canManage && (
        <Callout title={t("readOnly.title")} className="mb-5">
          {t("readOnly.description")}
        </Callout>
      )}
      <WriteFreezes
        freezes={freezes?.items ?? []}
        actions={
          canManage ? { freeze: freezeWritesAction.bind(null, slug), lift: liftFreezeAction.bind(null, slug) } : null
        }
      />
      <div className="grid items-start gap-5 xl:grid-cols-3">
        {result.items.map((policy) => (
          <Card key={policy.environment}>
            <CardHeader
              title={<EnvironmentBadge environment={policy.environment} />}
              description={t(`for.${policy.environment}`)}
              actions={
                canManage && (
                  <Link
                    href={asRoute(`${securityPath(slug)}/${policy.environment}`)}
                    className={buttonClass({ size: "sm" })}
                    aria-label={t("editOf", { environment: names(policy.environment) })}
                  >
                    {t("edit")}
                  </Link>
                )
              }
            />
            <CardBody className="py-1.5">
              <PolicyFacts policy={policy} />
            </CardBody>
            {policy.environment === "staging" && canRefresh && (
              <CardFooter>
                <Link href={asRoute(`${securityPath(slug)}/refresh-staging`)} className={buttonClass({ size: "sm" })}>
                  {refresh("open")}
                </Link>
              </CardFooter>
            )}
          </Card>
        ))}
      </div>
    </>
  );
}

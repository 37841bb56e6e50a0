import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PolicyForm } from "#components/security/policy-form.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listEnvironmentPolicies } from "#lib/environment-policy/index.ts";
import { Environment } from "#lib/environments/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { savePolicyAction } from "../actions.ts";
import { securityPath } from "../params.ts";

type Props = { params: Promise<{ workspace: string; environment: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("security");
  return { title: t("title") };
}

export default async function EditPolicyPage({ params }: Props) {
  const [{ workspace: slug, environment: wanted }, t, names] = await Promise.all([
    params,
    getTranslations("security"),
    getTranslations("common.environments"),
  ]);
  const { ctx } = await workspacePage(slug);
  const environment = Environment.safeParse(wanted);
  if (!environment.success) notFound();
  const result = await readIfPermitted(listEnvironmentPolicies, ctx, {});
  const policy = result?.items.find((item) => item.environment === environment.data);
  const title = t("editTitle", { environment: names(environment.data) });
  const breadcrumbs = [{ label: t("title"), href: securityPath(slug) }, { label: names(environment.data) }];
  return (
    <>
      <PageHeader
        title={title}
        description={t("editDescription")}
        breadcrumbs={breadcrumbs}
        meta={<EnvironmentBadge environment={environment.data} />}
      />
      {policy !== undefined && ctx.actor.permissions.has("environment_policies:manage") ? (
        <PolicyForm
          policy={policy}
          action={savePolicyAction.bind(null, slug, environment.data, policy.version)}
          backHref={securityPath(slug)}
          keysHref={`/w/${slug}/settings/integrations/public-api/keys`}
        />
      ) : (
        <NotPermitted title={t("notPermitted.title")} description={t("readOnly.description")} />
      )}
    </>
  );
}

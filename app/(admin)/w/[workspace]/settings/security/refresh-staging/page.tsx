import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RefreshStaging } from "#components/environments/refresh-staging.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getRefresh, previewRefresh } from "#lib/environment-refresh/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { securityPath } from "../params.ts";
import { refreshStagingAction } from "./actions.ts";

type Props = { params: Promise<{ workspace: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("refreshStaging");
  return { title: t("title") };
}

export default async function RefreshStagingPage({ params }: Props) {
  const [{ workspace: slug }, t, security] = await Promise.all([
    params,
    getTranslations("refreshStaging"),
    getTranslations("security"),
  ]);
  const { ctx } = await workspacePage(slug);
  const [previewed, last] = await Promise.all([
    readIfPermitted(previewRefresh, ctx, {}),
    readIfPermitted(getRefresh, ctx, {}),
  ]);
  return (
    <>
      <PageHeader
        breadcrumbs={[{ label: security("title"), href: securityPath(slug) }, { label: t("title") }]}
        title={t("title")}
        description={t("description")}
      />
      {previewed === null ? (
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      ) : (
        <RefreshStaging
          preview={previewed.preview}
          last={last?.refresh ?? null}
          progressHref={`/w/${slug}/settings/security/refresh-staging/progress`}
          keysHref={`/w/${slug}/settings/integrations/public-api/keys`}
          action={refreshStagingAction.bind(null, slug)}
        />
      )}
    </>
  );
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { Callout } from "#components/ui/callout.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { RevertForm } from "#components/undo/revert-form.tsx";
import { RevertItems } from "#components/undo/revert-items.tsx";
import { HOUR_MS } from "#lib/durations/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { revertAction } from "./actions.ts";
import { ChooseSince } from "./choose-since.tsx";
import { Done } from "./done.tsx";
import { loadPreview } from "./load.ts";
import { loadUndoParams, undoPath, undoRunPath } from "./params.ts";

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("undo");
  return { title: t("title") };
}

/** Shows what a revert would do, then does it; what it did is on its own address. */
export default async function UndoPage({ params, searchParams }: Props) {
  const [{ workspace: slug }, asked, t] = await Promise.all([
    params,
    loadUndoParams(searchParams),
    getTranslations("undo"),
  ]);
  const { ctx } = await workspacePage(slug);
  const since = asked.hours === null ? asked.since : new Date(ctx.now.getTime() - asked.hours * HOUR_MS).toISOString();
  const wanted = { ...asked, since, hours: null };
  const { environment } = wanted;
  const header = (
    <PageHeader
      title={t("title")}
      description={t("description")}
      meta={environment && <EnvironmentBadge environment={environment} />}
    />
  );
  if (wanted.done !== null) {
    return (
      <>
        {header}
        <Done slug={slug} eventId={wanted.done} environment={environment} ctx={ctx} />
      </>
    );
  }
  const preview = await loadPreview({ ...ctx, environment }, wanted);
  if (preview === "not_permitted") {
    return (
      <>
        {header}
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  return (
    <>
      {header}
      {wanted.key !== null && (
        <ChooseSince slug={slug} apiKeyId={wanted.key} since={since} hours={asked.hours} ctx={ctx} />
      )}
      {preview === "too_many" && (
        <Callout tone="warning" title={t("tooMany.title")}>
          {t("tooMany.description")}
        </Callout>
      )}
      {typeof preview === "object" && preview !== null && (
        <Card>
          <CardHeader title={t("preview.title")} description={t("preview.counts", preview.counts)} />
          {preview.items.length === 0 ? (
            <EmptyState title={t("empty.title")} description={t("empty.description")} />
          ) : (
            <>
              <CardBody>
                <RevertItems
                  items={preview.items}
                  skip={wanted.skip ?? []}
                  page={wanted.page ?? 1}
                  hrefOf={(page) => undoPath(slug, { ...wanted, page })}
                  hrefWith={(skip) => undoPath(slug, { ...wanted, skip })}
                />
              </CardBody>
              <RevertForm
                count={preview.counts.reverted}
                digest={preview.digest}
                action={revertAction.bind(null, slug, wanted)}
                runHref={undoRunPath(slug, wanted)}
                doneHref={`${undoPath(slug, { environment })}${environment === null ? "?" : "&"}done=`}
              />
            </>
          )}
        </Card>
      )}
    </>
  );
}

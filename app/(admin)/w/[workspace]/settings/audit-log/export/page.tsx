import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ExportForm } from "#components/audit-export/export-form.tsx";
import { PreparedExports } from "#components/audit-export/prepared-exports.tsx";
import { AuditLogTabs } from "#components/audit-log/audit-log-tabs.tsx";
import { changedQuery, parseQuery, writeQuery } from "#components/audit-log/query.ts";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listExports } from "#lib/audit-export/index.ts";
import { parseQueryText } from "#lib/audit-query/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { cancelAction, exportAction } from "./actions.ts";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auditExport");
  return { title: t("title") };
}

export default async function ExportPage({ params, searchParams }: Props) {
  const [{ workspace: slug }, search, t, auditLog] = await Promise.all([
    params,
    searchParams,
    getTranslations("auditExport"),
    getTranslations("auditLog"),
  ]);
  const { ctx } = await workspacePage(slug);
  const prepared = await readIfPermitted(listExports, ctx, {});
  const query = changedQuery(parseQuery(search), {});
  const log = `/w/${slug}/settings/audit-log`;
  const address = writeQuery(query);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {prepared && <AuditLogTabs path={log} current="export" query={address} />}
      {prepared === null ? (
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      ) : (
        <div className="flex flex-col gap-5">
          <ExportForm
            action={exportAction.bind(null, slug, address)}
            path={`${log}/export`}
            rangeText={auditLog(`range.${(query.from ?? query.to) ? "custom" : query.range}`)}
            terms={parseQueryText(query.q).terms.map(({ from, to }) => query.q.slice(from, to))}
          />
          {prepared.items.length > 0 && (
            <PreparedExports exports={prepared.items} cancel={cancelAction.bind(null, slug)} path={`${log}/export`} />
          )}
        </div>
      )}
    </>
  );
}

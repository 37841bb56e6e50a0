import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { RecipientsForm } from "#components/reminders/recipients-form.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { getReminderSettings, listDue } from "#lib/reminders/index.ts";
import type { DueKeyView } from "#lib/reminders/schemas.ts";
import { workspacePage } from "#lib/session/index.ts";
import { keysPath } from "../public-api/params.ts";
import { setRecipientsAction } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reminders");
  return { title: t("title") };
}

export default async function RemindersPage({ params }: { params: Promise<{ workspace: string }> }) {
  const [{ workspace: slug }, t] = await Promise.all([params, getTranslations("reminders")]);
  const { ctx } = await workspacePage(slug);
  const due = await readIfPermitted(listDue, ctx, {});
  const result = due && (await readIfPermitted(getReminderSettings, ctx, {}));
  if (due === null || result === null) {
    return (
      <>
        <PageHeader title={t("title")} description={t("description")} />
        <NotPermitted title={t("notPermitted.title")} description={t("notPermitted.description")} />
      </>
    );
  }
  const canManage = ctx.actor.permissions.has("api_keys:manage");
  const { settings } = result;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="flex flex-col gap-5">
        <Card>
          <CardHeader title={t("due.title")} />
          <CardBody className="py-1.5">
            {due.items.length === 0 && <p className="py-2.5 text-ink-muted">{t("due.empty")}</p>}
            <ul className="divide-y divide-line">
              {due.items.map((key) => (
                <DueKey key={key.id} dueKey={key} href={`${keysPath(slug)}/${key.id}?tab=history`} />
              ))}
            </ul>
            {due.total > due.items.length && (
              <p className="py-2.5 text-ink-muted">{t("due.more", { count: due.total - due.items.length })}</p>
            )}
          </CardBody>
        </Card>
        <Card>
          <CardHeader title={t("recipients.title")} description={t("recipients.description")} />
          <CardBody>
            {canManage ? (
              <RecipientsForm settings={settings} action={setRecipientsAction.bind(null, slug)} />
            ) : (
              <p>{settings.teamAddress ?? t("recipients.admins")}</p>
            )}
          </CardBody>
        </Card>
      </div>
    </>
  );
}

async function DueKey({ dueKey, href }: { dueKey: DueKeyView; href: string }) {
  const t = await getTranslations("reminders.card");
  const { name, environment, dueAt, isOverdue, snooze } = dueKey;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <Link
        href={asRoute(href)}
        className="rounded-sm font-medium text-accent-ink underline decoration-accent-line underline-offset-3 hover:decoration-accent-ink"
      >
        {name}
      </Link>
      <EnvironmentBadge environment={environment} />
      <span className={isOverdue ? "text-danger-ink" : "text-ink-muted"}>
        {t.rich(isOverdue ? "overdue" : "due", { at: () => <DateTime at={dueAt} /> })}
      </span>
      {snooze && (
        <span className="text-ink-muted text-sm">
          {t.rich("snoozed", { name: snooze.byName, reason: snooze.reason, at: () => <DateTime at={snooze.until} /> })}
        </span>
      )}
    </li>
  );
}

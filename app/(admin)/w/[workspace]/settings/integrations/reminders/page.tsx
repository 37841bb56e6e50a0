import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { RecipientsForm } from "#components/reminders/recipients-form.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { getReminderSettings, listDue, listEnding } from "#lib/reminders/index.ts";
import type { DueKeyView, EndingKeyView } from "#lib/reminders/schemas.ts";
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
  const ending = due && (await readIfPermitted(listEnding, ctx, {}));
  const result = due && (await readIfPermitted(getReminderSettings, ctx, {}));
  if (due === null || ending === null || result === null) {
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
        <KeysAhead list="due" left={due.total - due.items.length}>
          {due.items.map((key) => (
            <DueKey key={key.id} dueKey={key} href={`${keysPath(slug)}/${key.id}?tab=history`} />
          ))}
        </KeysAhead>
        <KeysAhead list="ending" left={ending.total - ending.items.length}>
          {ending.items.map((key) => (
            <EndingKey key={key.id} endingKey={key} href={`${keysPath(slug)}/${key.id}?tab=history`} />
          ))}
        </KeysAhead>
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

type KeysAheadProps = { list: "due" | "ending"; left: number; children: ReactNode[] };

/** Keys in a card; `left` are those that are not shown. */
async function KeysAhead({ list, left, children }: KeysAheadProps) {
  const t = await getTranslations(`reminders.${list}`);
  return (
    <Card>
      <CardHeader title={t("title")} />
      <CardBody className="py-1.5">
        {children.length === 0 ? (
          <p className="py-2.5 text-ink-muted">{t("empty")}</p>
        ) : (
          <ul className="divide-y divide-line">{children}</ul>
        )}
        {left > 0 && <p className="py-2.5 text-ink-muted">{t("more", { count: left })}</p>}
      </CardBody>
    </Card>
  );
}

async function DueKey({ dueKey, href }: { dueKey: DueKeyView; href: string }) {
  const t = await getTranslations("reminders.card");
  const { name, environment, dueAt, isOverdue, snooze } = dueKey;
  return (
    <li className={ROW}>
      <KeyLink name={name} href={href} />
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

async function EndingKey({ endingKey, href }: { endingKey: EndingKeyView; href: string }) {
  const t = await getTranslations("reminders.ending");
  const { name, environment, endsAt, endsBy } = endingKey;
  return (
    <li className={ROW}>
      <KeyLink name={name} href={href} />
      <EnvironmentBadge environment={environment} />
      <span className="text-ink-muted">{t.rich(endsBy, { at: () => <DateTime at={endsAt} /> })}</span>
    </li>
  );
}

const ROW = "flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5";

function KeyLink({ name, href }: { name: string; href: string }) {
  return (
    <Link
      href={asRoute(href)}
      className="rounded-sm font-medium text-accent-ink underline decoration-accent-line underline-offset-3 hover:decoration-accent-ink"
    >
      {name}
    </Link>
  );
}

import { getTranslations } from "next-intl/server";
import { DeliveryList } from "#components/reminders/delivery-list.tsx";
import { SnoozeActions } from "#components/reminders/snooze-actions.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { read } from "#lib/forms/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { listDeliveries } from "#lib/notifications/index.ts";
import { getKeyReminders } from "#lib/reminders/index.ts";
import { endSnoozeAction, snoozeAction } from "../../../reminders/actions.ts";

type RemindersCardProps = { ctx: Context; slug: string; apiKey: ApiKey };

/** What lies ahead of the key, who was told what so far, and the way to put it off. */
export async function RemindersCard({ ctx, slug, apiKey }: RemindersCardProps) {
  const [t, { reminders }, { items }] = await Promise.all([
    getTranslations("reminders.card"),
    read(getKeyReminders, ctx, { apiKeyId: apiKey.id }),
    read(listDeliveries, ctx, { about: { type: "api_key", id: apiKey.id } }),
  ]);
  const { dueAt, isOverdue, suspendsAt, snooze, endsAt, endsBy } = reminders;
  const canSnooze = (dueAt !== null || endsAt !== null) && ctx.actor.permissions.has("api_keys:manage");
  return (
    <Card>
      <CardHeader
        title={t("title")}
        description={t("description")}
        actions={
          canSnooze && (
            <SnoozeActions
              name={apiKey.name}
              isSnoozed={snooze !== null}
              snooze={snoozeAction.bind(null, slug, apiKey.id)}
              end={endSnoozeAction.bind(null, slug, apiKey.id)}
            />
          )
        }
      />
      <CardBody className="flex flex-col gap-1.5">
        {dueAt === null && endsAt === null && <p>{t("none")}</p>}
        {dueAt !== null && (
          <p>{t.rich(isOverdue ? "overdue" : "due", { at: () => <DateTime at={dueAt} className="font-medium" /> })}</p>
        )}
        {suspendsAt !== null && (
          <p className="text-danger-ink">{t.rich("suspends", { at: () => <DateTime at={suspendsAt} /> })}</p>
        )}
        {endsAt !== null && (
          <p>{t.rich(`ends.${endsBy ?? "expiry"}`, { at: () => <DateTime at={endsAt} className="font-medium" /> })}</p>
        )}
        {snooze !== null && (
          <p className="text-ink-muted">
            {t.rich("snoozed", {
              name: snooze.byName,
              reason: snooze.reason,
              at: () => <DateTime at={snooze.until} />,
            })}
          </p>
        )}
        <h3 className="mt-3 font-semibold text-ink">{t("log")}</h3>
        {items.length === 0 ? <p className="text-ink-muted">{t("logEmpty")}</p> : <DeliveryList deliveries={items} />}
      </CardBody>
    </Card>
  );
}

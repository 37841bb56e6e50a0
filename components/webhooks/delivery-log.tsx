"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { DateTime, RelativeTime } from "#components/ui/relative-time.tsx";
import { useRefreshWhile } from "#components/ui/use-refresh-while.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { WEBHOOK_EVENTS, type WebhookDelivery } from "#lib/webhooks/schemas.ts";
import { ActionButton } from "./webhook-actions.tsx";
import { DeliveryBadge } from "./webhook-badges.tsx";

type DeliveryLogProps = {
  deliveries: readonly WebhookDelivery[];
  /** Null for those who may only look, and while the webhook is stopped. */
  retry: ((deliveryId: string) => Promise<FormState>) | null;
};

/** What was sent, newest first; each message opens. While one waits for its first attempt, the log keeps current. */
export function DeliveryLog({ deliveries, retry }: DeliveryLogProps) {
  useRefreshWhile(
    deliveries.some(({ status, nextAttemptAt, lastStatus, lastError }) => {
      const isUntried = lastStatus === null && lastError === null;
      return status === "pending" && (isUntried || isSoon(nextAttemptAt));
    }),
  );
  return (
    <ul className="divide-y divide-line">
      {deliveries.map((delivery) => (
        <li key={delivery.id}>
          <Delivery delivery={delivery} retry={retry} />
        </li>
      ))}
    </ul>
  );
}

const SOON_MS = 10_000;

function isSoon(at: string | null): boolean {
  return at !== null && Date.parse(at) - Date.now() < SOON_MS;
}

function Delivery({ delivery, retry }: { delivery: WebhookDelivery; retry: DeliveryLogProps["retry"] }) {
  const t = useTranslations("webhooks.deliveries");
  const { id, messageId, body, status, attempts } = delivery;
  return (
    <details className="group">
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 px-5 py-3 hover:bg-subtle">
        <DeliveryBadge status={status} attempts={attempts} />
        <span className="font-medium text-ink">
          <EventName type={delivery.eventType} />
        </span>
        <span className="text-ink-muted text-sm">
          <Answer delivery={delivery} />
        </span>
        <RelativeTime at={delivery.createdAt} className="ml-auto text-ink-muted text-sm" />
      </summary>
      <div className="flex flex-col gap-3 border-line border-t bg-subtle px-5 py-4">
        <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[10rem_1fr]">
          <dt className="text-ink-muted">{t("messageId")}</dt>
          <dd className="font-mono [overflow-wrap:anywhere]">{messageId}</dd>
          <dt className="text-ink-muted">{t("attempts")}</dt>
          <dd className="flex flex-col">
            <span>{attempts}</span>
            <Moments delivery={delivery} />
          </dd>
        </dl>
        <CodeBlock code={pretty(body)} title={t("body")} label={t("body")} />
        {retry && (
          <div>
            <ActionButton size="sm" icon={<RotateCw aria-hidden />} run={() => retry(id)} done={t("retried")}>
              {t("retry")}
            </ActionButton>
          </div>
        )}
      </div>
    </details>
  );
}

function Moments({ delivery: { deliveredAt, lastAttemptAt, nextAttemptAt } }: { delivery: WebhookDelivery }) {
  const t = useTranslations("webhooks.deliveries");
  const moment = (key: "delivered" | "last" | "next", at: string | null) =>
    at !== null && <span>{t.rich(key, { at: () => <DateTime at={at} /> })}</span>;
  return (
    <>
      {deliveredAt === null && moment("last", lastAttemptAt)}
      {moment("delivered", deliveredAt)}
      {moment("next", nextAttemptAt)}
    </>
  );
}

function Answer({ delivery: { lastStatus, lastError, lastDurationMs } }: { delivery: WebhookDelivery }) {
  const t = useTranslations("webhooks");
  const parts = [
    lastError !== null && t(`error.${lastError}`),
    lastStatus !== null && `HTTP ${lastStatus}`,
    lastStatus !== null && lastDurationMs !== null && t("deliveries.duration", { ms: lastDurationMs }),
  ].filter((part) => part !== false);
  return parts.length === 0 ? t("deliveries.noAnswer") : parts.join(" · ");
}

function EventName({ type }: { type: string }) {
  const t = useTranslations("webhooks.event");
  const known = [...WEBHOOK_EVENTS, "webhook.test" as const].find((event) => event === type);
  return known ? t(known) : type;
}

function pretty(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2);
}

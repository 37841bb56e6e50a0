import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { DeliveryStatus, Webhook } from "#lib/webhooks/schemas.ts";

export function WebhookStatusBadge({ webhook: { isEnabled } }: { webhook: Pick<Webhook, "isEnabled"> }) {
  const t = useTranslations("webhooks.status");
  return (
    <Badge tone={isEnabled ? "success" : "neutral"} dot>
      {t(isEnabled ? "enabled" : "disabled")}
    </Badge>
  );
}

const TONES = { pending: "neutral", retrying: "warning", delivered: "success", failed: "danger" } as const;

/** @param attempts a message that waits after a failed attempt is being retried */
export function DeliveryBadge({ status, attempts = 0 }: { status: DeliveryStatus; attempts?: number }) {
  const t = useTranslations("webhooks.deliveryStatus");
  const state = status === "pending" && attempts > 0 ? "retrying" : status;
  return (
    <Badge tone={TONES[state]} dot>
      {t(state)}
    </Badge>
  );
}

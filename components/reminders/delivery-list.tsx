import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import type { Delivery } from "#lib/notifications/schemas.ts";

const TONES = {
  waiting: "neutral",
  sending: "neutral",
  retrying: "warning",
  sent: "success",
  failed: "danger",
} as const;

/** Who was told what, when, and what became of it. */
export function DeliveryList({ deliveries }: { deliveries: readonly Delivery[] }) {
  const t = useTranslations("reminders");
  return (
    <ul className="divide-y divide-line">
      {deliveries.map(({ id, kind, recipient, createdAt, openedAt, mail }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5 text-sm">
          <span className="font-medium text-ink">{t(`kind.${kind}`)}</span>
          <span className="text-ink-muted [overflow-wrap:anywhere]">{recipient.name ?? recipient.address}</span>
          <Badge tone={TONES[mail.state]} dot>
            {t(`mail.${mail.state}`)}
          </Badge>
          {mail.lastError && <span className="text-danger-ink [overflow-wrap:anywhere]">{mail.lastError}</span>}
          {openedAt !== null && (
            <span className="text-ink-muted">{t.rich("opened", { at: () => <DateTime at={openedAt} /> })}</span>
          )}
          <DateTime at={createdAt} className="ml-auto text-ink-muted" />
        </li>
      ))}
    </ul>
  );
}

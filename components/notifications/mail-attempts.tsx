import { useTranslations } from "next-intl";
import { DateTime } from "#components/ui/relative-time.tsx";
import type { OutboxMailDetails } from "#lib/notifications/schemas.ts";
import { MailError } from "./mail-facts.tsx";

/** What became of every attempt to send a mail, oldest first. */
export function MailAttempts({ log }: Pick<OutboxMailDetails, "log">) {
  const t = useTranslations("notifications.outbox");
  if (log.length === 0) return <p className="text-ink-muted">{t("noAttempts")}</p>;
  return (
    <ol className="divide-y divide-line">
      {log.map(({ at, outcome, error }, index) => (
        <li key={`${at} ${index}`} className="flex flex-col gap-0.5 py-2.5">
          <span className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-medium">{t(`outcome.${outcome}`)}</span>
            <DateTime at={at} className="text-ink-muted text-sm" />
          </span>
          {error !== null && (
            <span className="text-ink-muted">
              <MailError error={error} />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

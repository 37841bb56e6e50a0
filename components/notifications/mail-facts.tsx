import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { MAIL_PROBLEMS, type MailState, type OutboxMail } from "#lib/notifications/schemas.ts";

const TONES = {
  waiting: "neutral",
  sending: "info",
  retrying: "warning",
  sent: "success",
  failed: "danger",
} as const satisfies Record<MailState, string>;

export function MailStateBadge({ state }: { state: MailState }) {
  const t = useTranslations("notifications.outbox.state");
  return (
    <Badge tone={TONES[state]} dot>
      {t(state)}
    </Badge>
  );
}

/** The person with their address, or the mere address. */
export function Recipient({ recipient: { name, address } }: { recipient: OutboxMail["recipient"] }) {
  const t = useTranslations("notifications.outbox");
  if (address === null) return <span className="text-ink-faint">{t("left")}</span>;
  return (
    <span className="flex min-w-0 flex-col [overflow-wrap:anywhere]">
      {name && <span>{name}</span>}
      <span className={name ? "text-ink-muted text-sm" : undefined}>{address}</span>
    </span>
  );
}

/** Why an attempt did not end well: in our words, or in the mail server's own. */
export function MailError({ error }: { error: string }) {
  const t = useTranslations("notifications.outbox.problem");
  const known = MAIL_PROBLEMS.find((problem) => problem === error);
  return known ? t(known) : <code className="font-mono text-sm [overflow-wrap:anywhere]">{error}</code>;
}

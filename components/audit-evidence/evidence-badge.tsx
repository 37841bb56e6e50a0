import { ShieldAlert, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { EvidenceOfStream } from "#lib/audit-evidence/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";

type EvidenceBadgeProps = { streams: readonly EvidenceOfStream[]; href: string };

/** In the log's heading: up to where it was verified, and with which head. Leads to the evidence. */
export function EvidenceBadge({ streams, href }: EvidenceBadgeProps) {
  const t = useTranslations("auditEvidence.badge");
  const format = useFormatters();
  const verified = streams.flatMap((stream) => stream.verified ?? []);
  const isBad = verified.some(({ ok }) => !ok);
  const events = verified.reduce((sum, stream) => sum + stream.events, 0);
  const headAt = verified
    .flatMap(({ headSignedAt }) => headSignedAt ?? [])
    .toSorted()
    .at(-1);
  return (
    <Link href={asRoute(href)} className="rounded-full">
      {isBad ? (
        <Badge tone="danger">
          <ShieldAlert aria-hidden />
          {t("bad")}
        </Badge>
      ) : events > 0 && headAt ? (
        // The one badge that is a sentence: on a phone it takes two lines.
        <Badge tone="success" className="h-auto min-h-5.5 whitespace-normal">
          <ShieldCheck aria-hidden className="shrink-0" />
          <span suppressHydrationWarning>
            {t("upToHead", {
              count: format.number(events),
              head: format.date(headAt, { dateStyle: "medium", timeStyle: "short" }),
            })}
          </span>
        </Badge>
      ) : (
        <Badge>
          <ShieldCheck aria-hidden />
          {t("never")}
        </Badge>
      )}
    </Link>
  );
}

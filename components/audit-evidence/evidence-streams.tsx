import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { DateTime, RelativeTime } from "#components/ui/relative-time.tsx";
import type { EvidenceOfStream } from "#lib/audit-evidence/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import { ConsistencyForm } from "./consistency-form.tsx";
import { FirstBadText } from "./first-bad-text.tsx";

type EvidenceStreamsProps = { streams: readonly EvidenceOfStream[]; path: string };

/** One card for each log of its own: how far it is sealed, signed and verified. */
export function EvidenceStreams({ streams, path }: EvidenceStreamsProps) {
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      {streams.map((evidence) => (
        <StreamCard key={evidence.stream} evidence={evidence} path={path} />
      ))}
    </div>
  );
}

function StreamCard({ evidence, path }: { evidence: EvidenceOfStream; path: string }) {
  const t = useTranslations("auditEvidence");
  const format = useFormatters();
  const { stream, sealed, head, verified } = evidence;
  const facts = [
    { label: t("fact.sealed"), value: format.number(sealed) },
    {
      label: t("fact.head"),
      value: head ? <DateTime at={head.head.signedAt} /> : t("fact.noHead"),
    },
    ...(head
      ? [{ label: t("fact.root"), value: <span className="font-mono text-sm">{head.head.rootHash}</span> }]
      : []),
    {
      label: t("fact.verified"),
      value: <RelativeTime at={verified?.at} fallback={t("fact.neverVerified")} />,
    },
  ];
  return (
    <Card aria-labelledby={`stream-${stream}`}>
      <CardHeader
        title={<span id={`stream-${stream}`}>{t(`stream.${stream}`)}</span>}
        actions={stream === "workspace" ? null : <EnvironmentBadge environment={stream} />}
      />
      <CardBody className="flex flex-col gap-4">
        <VerifiedBadge evidence={evidence} />
        {verified?.firstBad && (
          <Callout tone="danger" title={t("bad.title")}>
            <FirstBadText firstBad={verified.firstBad} path={path} />
          </Callout>
        )}
        <DescriptionList items={facts} />
      </CardBody>
      {head && <ConsistencyForm action={`${path}/evidence/consistency/${stream}`} size={head.head.size} />}
    </Card>
  );
}

function VerifiedBadge({ evidence: { sealed, verified } }: { evidence: EvidenceOfStream }) {
  const t = useTranslations("auditEvidence.badge");
  const format = useFormatters();
  if (verified === null || (verified.ok && verified.events === 0)) {
    return <Badge className="self-start">{t(sealed === 0 ? "empty" : "never")}</Badge>;
  }
  if (!verified.ok) {
    return (
      <Badge tone="danger" dot className="self-start">
        {t("bad")}
      </Badge>
    );
  }
  return (
    <Badge tone="success" dot className="self-start">
      {t("upTo", { count: format.number(verified.events) })}
    </Badge>
  );
}

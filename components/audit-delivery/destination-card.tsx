import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { DateTime, RelativeTime } from "#components/ui/relative-time.tsx";
import type { Destination, SendError, TestResult } from "#lib/audit-delivery/schemas.ts";
import { type DestinationActionSet, DestinationActions } from "./destination-actions.tsx";
import { DestinationBadge } from "./destination-badge.tsx";

/** @param props.actions null for those who may only look */
export function DestinationCard(props: { destination: Destination; actions: DestinationActionSet | null }) {
  const { destination, actions } = props;
  const t = useTranslations("auditDelivery");
  return (
    <Card aria-label={destination.name}>
      <CardHeader
        title={
          <span className="flex flex-wrap items-center gap-2.5">
            {destination.name}
            <DestinationBadge state={destination.state} />
          </span>
        }
        description={<span className="font-mono text-xs [overflow-wrap:anywhere]">{destination.url}</span>}
        actions={actions && <DestinationActions destination={destination} actions={actions} />}
      />
      <CardBody className="flex flex-col gap-3 py-3">
        <Notice destination={destination} />
        <div role="status" className="empty:hidden">
          {destination.test && <TestLine test={destination.test} />}
        </div>
        <Facts destination={destination} />
        <p className="text-ink-muted text-sm">
          {t.rich("createdBy", { name: destination.createdByName, at: () => <DateTime at={destination.createdAt} /> })}
        </p>
      </CardBody>
    </Card>
  );
}

function Notice({ destination: { state, pausedReason, failingSince } }: { destination: Destination }) {
  const t = useTranslations("auditDelivery");
  if (pausedReason !== null) return <Callout tone="warning">{t(`paused.${pausedReason}`)}</Callout>;
  if (state !== "failing" || failingSince === null) return null;
  return <Callout tone="danger">{t.rich("failing", { at: () => <DateTime at={failingSince} /> })}</Callout>;
}

function TestLine({ test: { isEnded, error, status, durationMs, at } }: { test: TestResult }) {
  const t = useTranslations("auditDelivery.test");
  const describe = useErrorText();
  if (!isEnded) return <p className="text-ink-muted">{t("underWay")}</p>;
  const parts = [
    error === null ? t("accepted") : describe(error),
    status !== null && `HTTP ${status}`,
    durationMs !== null && t("duration", { ms: durationMs }),
  ].filter((part) => part !== false);
  return (
    <p className={error === null ? "text-success-ink" : "text-danger-ink"}>
      {t("result", { result: parts.join(" · ") })} · <RelativeTime at={at} />
    </p>
  );
}

function Facts({ destination }: { destination: Destination }) {
  const t = useTranslations("auditDelivery");
  const describe = useErrorText();
  const { waiting, oldestWaitingAt, lastSuccessAt, lastError, nextAttemptAt, previousSecretEndsAt } = destination;
  return (
    <DescriptionList
      items={[
        {
          label: t("fact.waiting"),
          value:
            waiting === 0
              ? t("waiting.none")
              : t.rich("waiting.some", { count: waiting, at: () => <RelativeTime at={oldestWaitingAt} /> }),
        },
        { label: t("fact.lastSuccess"), value: <RelativeTime at={lastSuccessAt} fallback={t("never")} /> },
        ...(lastError === null
          ? []
          : [
              {
                label: t("fact.lastError"),
                value: (
                  <>
                    {describe(lastError.error)}
                    {lastError.status !== null && ` · HTTP ${lastError.status}`} · <RelativeTime at={lastError.at} />
                  </>
                ),
              },
            ]),
        ...(nextAttemptAt === null ? [] : [{ label: t("fact.nextAttempt"), value: <DateTime at={nextAttemptAt} /> }]),
        { label: t("fact.streams"), value: <Streams destination={destination} /> },
        ...(previousSecretEndsAt === null
          ? []
          : [{ label: t("fact.previousSecret"), value: <DateTime at={previousSecretEndsAt} /> }]),
      ]}
    />
  );
}

function Streams({ destination: { streams } }: { destination: Destination }) {
  const t = useTranslations("auditDelivery");
  return (
    <ul>
      {streams.map(({ stream, nextLeaf, waiting }) => (
        <li key={stream}>
          {t(`stream.${stream}`)} <span className="text-ink-muted">{t("place", { leaf: nextLeaf, waiting })}</span>
        </li>
      ))}
    </ul>
  );
}

/** The words of the webhooks, which fail in the same ways. */
function useErrorText(): (error: SendError) => string {
  const t = useTranslations("auditDelivery.test");
  const webhooks = useTranslations("webhooks.error");
  return (error) => (error === "interrupted" || error === "log_unreadable" ? t(error) : webhooks(error));
}

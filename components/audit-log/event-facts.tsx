"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { useClock } from "./clock.tsx";
import { useActorName } from "./event-text.tsx";
import { useSeals } from "./seals.tsx";

type FactName = Parameters<ReturnType<typeof useTranslations<"auditLog.fact">>>[0];

/** Who, with what, on what, from where. */
export function EventFacts({ event }: { event: AuditLogItem }) {
  const t = useTranslations("auditLog.fact");
  const channels = useTranslations("auditLog.channel");
  const actorName = useActorName()(event);
  const { actor, user, credential, target } = event;
  const client = [event.clientName, event.clientVersion].filter(Boolean).join(" ");
  return (
    <Facts
      items={[
        ["actor", credential && actor.kind === "anonymous" ? t("unproven") : actorName],
        ["person", user && (actor.kind !== "user" || user.name !== actor.name) && `${user.name} · ${user.email}`],
        ["email", user && actor.kind === "user" && user.email],
        ["credential", credential && <Credential event={event} />],
        ["operation", <Mono key="operation">{event.action}</Mono>],
        ["tool", event.tool && <Mono>{event.tool}</Mono>],
        ["target", target && <Target target={target} />],
        ["channel", channels(event.channel)],
        ["client", client],
        ["address", event.ip && <Mono>{event.ip}</Mono>],
        ["seal", <Seal key="seal" eventId={event.id} />],
      ]}
    />
  );
}

/** What support and other systems' logs need. */
export function TechnicalFacts({ event }: { event: AuditLogItem }) {
  const t = useTranslations("auditLog.fact");
  const clock = useClock();
  return (
    <Facts
      items={[
        ["time", <Mono key="time">{event.occurredAt}</Mono>],
        ["duration", clock.number(event.durationMs, { style: "unit", unit: "millisecond", maximumFractionDigits: 2 })],
        ["userAgent", event.userAgent && <Mono>{event.userAgent}</Mono>],
        ["protocol", event.protocolVersion && <Mono>{event.protocolVersion}</Mono>],
        ["requestId", <Id key="request" value={event.requestId} label={t("copyRequestId")} />],
        ["traceId", event.traceId && <Mono>{event.traceId}</Mono>],
        ["sessionId", event.sessionId && <Mono>{event.sessionId}</Mono>],
        ["eventId", <Id key="event" value={event.id} label={t("copyEventId")} />],
      ]}
    />
  );
}

/** Only what was recorded: no empty lines. */
function Facts({ items }: { items: [FactName, ReactNode][] }) {
  const t = useTranslations("auditLog.fact");
  const shown = items.filter(([, value]) => value !== null && value !== false && value !== "");
  return <DescriptionList items={shown.map(([name, value]) => ({ label: t(name), value }))} />;
}

function Credential({ event: { credential, environment } }: { event: AuditLogItem }) {
  if (credential === null) return null;
  return (
    <span className="flex flex-wrap items-center gap-2">
      {credential.name}
      <Mono>{credential.hint}</Mono>
      {environment && <EnvironmentBadge environment={environment} />}
    </span>
  );
}

function Target({ target }: { target: NonNullable<AuditLogItem["target"]> }) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      {target.label && <span>{target.label}</span>}
      <Mono>
        {target.type} {target.id}
      </Mono>
    </span>
  );
}

/** Where it stands in the tree, and since which head that is proved. */
function Seal({ eventId }: { eventId: string }) {
  const t = useTranslations("auditLog.seal");
  const clock = useClock();
  const seal = useSeals().sealOf(eventId);
  if (seal === null) return t("notYet");
  return (
    <span suppressHydrationWarning>
      {t("sealed", { leaf: clock.number(seal.leaf), head: clock.dateTime(seal.headSignedAt) })}
    </span>
  );
}

function Id({ value, label }: { value: string; label: string }) {
  return (
    <span className="flex items-center gap-1">
      <Mono>{value}</Mono>
      <CopyButton iconOnly variant="ghost" size="icon" value={value} label={label} className="size-7" />
    </span>
  );
}

function Mono({ children }: { children: ReactNode }) {
  return <code className="font-mono text-ink-muted text-sm [overflow-wrap:anywhere]">{children}</code>;
}

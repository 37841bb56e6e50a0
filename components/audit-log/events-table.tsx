"use client";

import { Layers } from "lucide-react";
import { useNow, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DataTable, type DataTableColumn } from "#components/data-table/data-table.tsx";
import { cn } from "#components/ui/class-names.ts";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { useClock } from "./clock.tsx";
import type { EventColumn } from "./columns.ts";
import { EventStatusBadge, useActorName, useFolded, useReasonText } from "./event-text.tsx";
import { UnsealedMark } from "./seals.tsx";

type EventsTableProps = {
  events: AuditLogItem[];
  shown: readonly EventColumn[];
  activeId: string | undefined;
  hrefOf: (event: AuditLogItem) => string;
  onOpen: (event: AuditLogItem) => void;
  empty: ReactNode;
  footer: ReactNode;
};

export function EventsTable({ events, shown, activeId, hrefOf, onOpen, empty, footer }: EventsTableProps) {
  const t = useTranslations("auditLog");
  const { clock, timeZone, number } = useClock();
  const zone = clock === "utc" ? "UTC" : timeZone.replaceAll("_", " ");
  const columns: DataTableColumn<AuditLogItem>[] = [
    { id: "action", header: t("column.action"), primary: true, cell: (event) => <Action event={event} /> },
    { id: "time", header: t("column.time", { zone }), cell: (event) => <Time event={event} /> },
    { id: "actor", header: t("column.actor"), cell: (event) => <Actor event={event} /> },
    {
      id: "environment",
      header: t("column.environment"),
      cell: ({ environment }) =>
        environment ? <EnvironmentBadge environment={environment} /> : <Faint>{t("noEnvironment")}</Faint>,
    },
    { id: "target", header: t("column.target"), cell: (event) => <Target event={event} /> },
    { id: "status", header: t("column.status"), cell: ({ status }) => <EventStatusBadge status={status} /> },
    { id: "source", header: t("column.source"), cell: (event) => <Source event={event} />, className: "max-sm:hidden" },
    { id: "reason", header: t("column.reason"), wrap: true, cell: ({ reason }) => reason ?? <Faint>–</Faint> },
    {
      id: "duration",
      header: t("column.duration"),
      cell: ({ durationMs }) => number(durationMs, { style: "unit", unit: "millisecond", maximumFractionDigits: 1 }),
    },
    {
      id: "request",
      header: t("column.request"),
      cell: ({ requestId }) => <span className="font-mono text-ink-muted text-sm">{shortId(requestId)}</span>,
    },
  ];
  const chosen = new Set<string>(["action", ...shown]);
  return (
    <DataTable
      caption={t("caption")}
      columns={columns.filter(({ id }) => chosen.has(id))}
      rows={events}
      rowId={({ id }) => id}
      rowHref={hrefOf}
      onRowOpen={onOpen}
      activeRowId={activeId}
      empty={empty}
      footer={footer}
    />
  );
}

function Action({ event }: { event: AuditLogItem }) {
  const folded = useFolded()(event);
  const reason = useReasonText()(event);
  const second = [folded, reason].filter(Boolean).join(" · ");
  return (
    <span className="flex min-w-0 flex-col">
      <span className="font-mono text-sm">
        {event.tool ?? event.action} <UnsealedMark eventId={event.id} />
      </span>
      {second && (
        <span
          title={second}
          className={cn(
            "inline-flex max-w-44 items-center gap-1 font-normal text-ink-muted text-xs xl:max-w-56",
            folded && "text-danger-ink",
          )}
        >
          {folded && <Layers aria-hidden className="size-3.5 shrink-0" />}
          <span className="truncate">{second}</span>
        </span>
      )}
    </span>
  );
}

function Time({ event: { occurredAt } }: { event: AuditLogItem }) {
  const clock = useClock();
  const now = useNow();
  return (
    <Tooltip content={`${clock.dateTime(occurredAt)} · ${clock.relative(occurredAt, now)}`}>
      <time dateTime={occurredAt} className="whitespace-nowrap text-ink-muted" suppressHydrationWarning>
        {clock.stamp(occurredAt)}
      </time>
    </Tooltip>
  );
}

function Actor({ event }: { event: AuditLogItem }) {
  const name = useActorName()(event);
  const second = event.credential ? event.credential.hint : event.user?.email;
  return (
    <span className="flex min-w-0 flex-col max-sm:items-end">
      <span className="max-w-52 truncate">{name}</span>
      {second && (
        <span
          className={event.credential ? "font-mono text-ink-faint text-xs" : "max-w-52 truncate text-ink-faint text-xs"}
        >
          {second}
        </span>
      )}
    </span>
  );
}

function Target({ event: { target } }: { event: AuditLogItem }) {
  if (target === null) return <Faint>–</Faint>;
  return (
    <span title={target.label ?? target.id} className="block max-w-40 truncate xl:max-w-48">
      {target.label ?? <span className="font-mono text-ink-muted text-sm">{shortId(target.id)}</span>}
    </span>
  );
}

function Source({ event: { channel, clientName, ip } }: { event: AuditLogItem }) {
  const t = useTranslations("auditLog.channel");
  return (
    <span className="flex flex-col max-sm:items-end">
      <span className="max-w-40 truncate">{clientName === null ? t(channel) : `${t(channel)} · ${clientName}`}</span>
      {ip && <span className="font-mono text-ink-faint text-xs">{ip}</span>}
    </span>
  );
}

function Faint({ children }: { children: ReactNode }) {
  return <span className="text-ink-faint">{children}</span>;
}

/** Ids are told apart by their end: their beginning is the time. */
function shortId(id: string): string {
  return id.length > 20 ? `…${id.slice(-8)}` : id;
}

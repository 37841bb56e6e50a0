"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EventStatusBadge, useFolded, useReasonText } from "#components/audit-log/event-text.tsx";
import { DataTable, type DataTableColumn } from "#components/data-table/data-table.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";

type KeyEventsProps = {
  events: AuditLogItem[];
  /** The log, filtered for this key; an event opens there. */
  logHref: string;
  empty: ReactNode;
  footer: ReactNode;
};

/** A key's latest events, each a link into the audit log. */
export function KeyEvents({ events, logHref, empty, footer }: KeyEventsProps) {
  const t = useTranslations("apiKeys.events");
  const columns: DataTableColumn<AuditLogItem>[] = [
    { id: "call", header: t("column.call"), primary: true, cell: (event) => <Call event={event} /> },
    { id: "time", header: t("column.time"), cell: ({ occurredAt }) => <RelativeTime at={occurredAt} /> },
    { id: "target", header: t("column.target"), cell: (event) => <Target event={event} /> },
    { id: "status", header: t("column.status"), cell: ({ status }) => <EventStatusBadge status={status} /> },
    { id: "from", header: t("column.from"), cell: (event) => <From event={event} /> },
  ];
  return (
    <DataTable
      caption={t("caption")}
      columns={columns}
      rows={events}
      rowId={({ id }) => id}
      rowHref={({ id }) => `${logHref}&event=${id}`}
      empty={empty}
      footer={footer}
    />
  );
}

function Call({ event }: { event: AuditLogItem }) {
  const folded = useFolded()(event);
  const reason = useReasonText()(event);
  const second = [folded, reason].filter(Boolean).join(" · ");
  return (
    <span className="flex min-w-0 flex-col">
      <span className="font-mono text-sm">{event.tool ?? event.action}</span>
      {second && <span className="font-normal text-ink-muted text-xs">{second}</span>}
    </span>
  );
}

function Target({ event: { target } }: { event: AuditLogItem }) {
  if (!target?.label) return <span className="text-ink-faint">–</span>;
  return (
    <span title={target.label} className="block max-w-64 truncate">
      {target.label}
    </span>
  );
}

function From({ event: { clientName, clientVersion, ip } }: { event: AuditLogItem }) {
  const client = [clientName, clientVersion].filter(Boolean).join(" ");
  if (client === "" && ip === null) return <span className="text-ink-faint">–</span>;
  return (
    <span className="flex flex-col max-sm:items-end">
      {client && <span className="max-w-48 truncate">{client}</span>}
      {ip && <span className="font-mono text-ink-faint text-xs">{ip}</span>}
    </span>
  );
}

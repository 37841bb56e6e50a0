"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DataTable, type DataTableColumn } from "#components/data-table/data-table.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Webhook } from "#lib/webhooks/schemas.ts";
import { DeliveryBadge, WebhookStatusBadge } from "./webhook-badges.tsx";

type WebhooksTableProps = {
  webhooks: Webhook[];
  /** Where the page of a webhook is: this, a slash, its id. */
  path: string;
  empty: ReactNode;
};

export function WebhooksTable({ webhooks, path, empty }: WebhooksTableProps) {
  const t = useTranslations("webhooks");
  const columns: DataTableColumn<Webhook>[] = [
    { id: "url", header: t("column.url"), primary: true, wrap: true, cell: (webhook) => <Address webhook={webhook} /> },
    {
      id: "events",
      header: t("column.events"),
      wrap: true,
      cell: ({ events }) => (
        <ul>
          {events.map((event) => (
            <li key={event}>{t(`event.${event}`)}</li>
          ))}
        </ul>
      ),
    },
    { id: "last", header: t("column.lastDelivery"), cell: ({ lastDelivery }) => <LastDelivery last={lastDelivery} /> },
    { id: "status", header: t("column.status"), cell: (webhook) => <WebhookStatusBadge webhook={webhook} /> },
  ];
  return (
    <DataTable
      caption={t("title")}
      columns={columns}
      rows={webhooks}
      rowId={({ id }) => id}
      rowHref={({ id }) => `${path}/${id}`}
      empty={empty}
    />
  );
}

function Address({ webhook: { url, description } }: { webhook: Webhook }) {
  return (
    <span className="flex min-w-0 flex-col">
      <span className="font-mono text-sm [overflow-wrap:anywhere]">{url}</span>
      {description && <span className="font-normal text-ink-faint text-xs">{description}</span>}
    </span>
  );
}

function LastDelivery({ last }: { last: Webhook["lastDelivery"] }) {
  const t = useTranslations("webhooks");
  if (last === null) return <span className="text-ink-faint">{t("noDelivery")}</span>;
  return (
    <span className="flex flex-wrap items-center gap-2 max-sm:justify-end">
      <DeliveryBadge status={last.status} />
      <RelativeTime at={last.at} />
    </span>
  );
}

"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DataTable, type DataTableColumn } from "#components/data-table/data-table.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { OutboxMail } from "#lib/notifications/schemas.ts";
import { MailStateBadge, Recipient } from "./mail-facts.tsx";

type OutboxTableProps = {
  mails: OutboxMail[];
  /** Where the page of a mail is: this, a slash, its id. */
  path: string;
  empty: ReactNode;
  footer?: ReactNode;
};

export function OutboxTable({ mails, path, empty, footer }: OutboxTableProps) {
  const t = useTranslations("notifications.outbox");
  const columns: DataTableColumn<OutboxMail>[] = [
    { id: "subject", header: t("column.subject"), primary: true, wrap: true, cell: ({ subject }) => subject },
    {
      id: "recipient",
      header: t("column.recipient"),
      wrap: true,
      cell: ({ recipient }) => <Recipient recipient={recipient} />,
    },
    { id: "state", header: t("column.state"), cell: ({ state }) => <MailStateBadge state={state} /> },
    {
      id: "created",
      header: t("column.created"),
      cell: ({ createdAt }) => <RelativeTime at={createdAt} className="text-ink-muted" />,
    },
  ];
  return (
    <DataTable
      caption={t("caption")}
      columns={columns}
      rows={mails}
      rowId={({ id }) => id}
      rowHref={({ id }) => `${path}/${id}`}
      empty={empty}
      footer={footer}
    />
  );
}

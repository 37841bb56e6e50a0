"use client";

import { Ban, Ellipsis, Eye, RefreshCw, ScrollText, UserRoundCog } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DataTable, type DataTableColumn } from "#components/data-table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { AccessText, ApiKeyStatusBadge, KeyHint, OwnerLeftBadge, RotationText } from "./api-key-badges.tsx";
import { canRotate, hasEnded } from "./status.ts";

type ApiKeysTableProps = {
  apiKeys: ApiKey[];
  /** Where the page of a key is: this, a slash, the key's id. */
  keysHref: string;
  auditLogHref: string;
  canManage: boolean;
  empty: ReactNode;
  footer?: ReactNode;
};

export function ApiKeysTable({ apiKeys, keysHref, auditLogHref, canManage, empty, footer }: ApiKeysTableProps) {
  const t = useTranslations("apiKeys");
  const hrefOf = ({ id }: ApiKey) => `${keysHref}/${id}`;
  const columns: DataTableColumn<ApiKey>[] = [
    {
      id: "name",
      header: t("column.name"),
      primary: true,
      cell: ({ name, clientKind }) => <Name name={name} client={t(`client.${clientKind}`)} />,
    },
    {
      id: "environment",
      header: t("column.environment"),
      cell: ({ environment }) => <EnvironmentBadge environment={environment} />,
    },
    { id: "key", header: t("column.key"), cell: ({ hint }) => <KeyHint hint={hint} /> },
    { id: "access", header: t("column.access"), cell: ({ scopes }) => <AccessText scopes={scopes} /> },
    { id: "owner", header: t("column.owner"), cell: (apiKey) => <Owner apiKey={apiKey} /> },
    { id: "lastUsed", header: t("column.lastUsed"), cell: (apiKey) => <LastUsed apiKey={apiKey} /> },
    { id: "rotation", header: t("column.rotation"), cell: (apiKey) => <RotationText apiKey={apiKey} /> },
    { id: "status", header: t("column.status"), cell: (apiKey) => <ApiKeyStatusBadge apiKey={apiKey} /> },
    {
      id: "menu",
      header: t("column.menu"),
      headerHidden: true,
      cell: (apiKey) => (
        <RowMenu
          apiKey={apiKey}
          href={hrefOf(apiKey)}
          auditHref={`${auditLogHref}?range=all&key=${apiKey.id}`}
          canManage={canManage}
        />
      ),
    },
  ];
  return (
    <DataTable
      caption={t("title")}
      columns={columns}
      rows={apiKeys}
      rowId={({ id }) => id}
      rowHref={hrefOf}
      empty={empty}
      footer={footer}
    />
  );
}

/** The client stands under the name it usually begins: a column of its own would push the status out of sight. */
function Name({ name, client }: { name: string; client: string }) {
  return (
    <span className="flex min-w-0 flex-col">
      <span title={name} className="block max-w-64 truncate max-sm:max-w-full">
        {name}
      </span>
      <span className="font-normal text-ink-faint text-xs">{client}</span>
    </span>
  );
}

function Owner({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys");
  const { owner, createdByName } = apiKey;
  const name = owner?.name ?? t("noOwner", { name: createdByName });
  return (
    <span className="flex min-w-0 flex-col items-start gap-0.5 max-sm:items-end">
      <span title={owner?.email ?? name} className="block max-w-40 truncate">
        {name}
      </span>
      <OwnerLeftBadge apiKey={apiKey} />
    </span>
  );
}

function LastUsed({ apiKey: { lastUsedAt, lastUsedIp } }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys");
  return (
    <span className="flex flex-col max-sm:items-end">
      <RelativeTime at={lastUsedAt} fallback={<span className="text-ink-faint">{t("neverUsed")}</span>} />
      {lastUsedIp && <span className="font-mono text-ink-faint text-xs">{lastUsedIp}</span>}
    </span>
  );
}

type RowMenuProps = { apiKey: ApiKey; href: string; auditHref: string; canManage: boolean };

function RowMenu({ apiKey, href, auditHref, canManage }: RowMenuProps) {
  const t = useTranslations("apiKeys.menu");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t("label", { name: apiKey.name })}>
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem asChild>
          <Link href={asRoute(href)}>
            <Eye aria-hidden />
            {t("details")}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <Link href={asRoute(auditHref)}>
            <ScrollText aria-hidden />
            {t("activity")}
          </Link>
        </DropdownMenuItem>
        {canManage && apiKey.status !== "revoked" && (
          <>
            <DropdownMenuSeparator />
            {canRotate(apiKey) && (
              <DropdownMenuItem asChild>
                <Link href={asRoute(`${href}?rotate=true`)}>
                  <RefreshCw aria-hidden />
                  {t("rotate")}
                </Link>
              </DropdownMenuItem>
            )}
            {!hasEnded(apiKey) && (
              <DropdownMenuItem asChild>
                <Link href={asRoute(`${href}?reassign=true`)}>
                  <UserRoundCog aria-hidden />
                  {t("reassign")}
                </Link>
              </DropdownMenuItem>
            )}
            <DropdownMenuItem asChild tone="danger">
              <Link href={asRoute(`${href}?revoke=true`)}>
                <Ban aria-hidden />
                {t("revoke")}
              </Link>
            </DropdownMenuItem>
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

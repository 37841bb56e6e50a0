"use client";

import { Ban, Download, Ellipsis, Eye, Play, RefreshCw, ScrollText, UserRoundCog } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DataTable, type DataTableColumn, type DataTableSort } from "#components/data-table/data-table.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
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
import { Sparkline } from "#components/usage/sparkline.tsx";
import { API_KEY_SORTS, type ApiKey, type ApiKeyFilter, type ListedApiKey } from "#lib/api-keys/schemas.ts";
import {
  AccessText,
  ApiKeyStatusBadge,
  KeyHint,
  OwnerLeftBadge,
  RotationText,
  WritesPausedBadge,
} from "./api-key-badges.tsx";
import { ColumnChoice } from "./column-choice.tsx";
import { KEY_COLUMNS, type KeyColumn } from "./columns.ts";
import { selectColumn } from "./select-column.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import type { SeveralKeysActions } from "./several-keys.ts";
import { canRotate, hasEnded } from "./status.ts";
import { useSelection } from "./use-selection.ts";

type ApiKeysTableProps = {
  apiKeys: ListedApiKey[];
  /** Of the filter, on all pages. */
  total: number;
  columns: readonly KeyColumn[];
  order: DataTableSort;
  rememberColumns: (columns: readonly KeyColumn[]) => Promise<void>;
  filter: ApiKeyFilter;
  /** All that the filter finds, as a file. */
  exportHref: string;
  /** Null for those who may only look. */
  several: SeveralKeysActions | null;
  /** Where the page of a key is: this, a slash, the key's id. */
  keysHref: string;
  auditLogHref: string;
  /** The same list with the keys whose writes are paused. */
  pausedHref: string;
  canManage: boolean;
  empty: ReactNode;
  footer?: ReactNode;
};

export function ApiKeysTable({ apiKeys, total, columns, order, rememberColumns, ...props }: ApiKeysTableProps) {
  const t = useTranslations("apiKeys");
  const hrefOf = ({ id }: ApiKey) => `${props.keysHref}/${id}`;
  const selection = useSelection(props.filter);
  const shown = useColumns(columns, props.pausedHref).filter(
    ({ id }) => id === "name" || columns.some((column) => column === id),
  );
  const menu: DataTableColumn<ListedApiKey> = {
    id: "menu",
    header: t("column.menu"),
    headerHidden: true,
    cell: (apiKey) => (
      <RowMenu
        apiKey={apiKey}
        href={hrefOf(apiKey)}
        auditHref={`${props.auditLogHref}?range=all&key=${apiKey.id}`}
        canManage={props.canManage}
      />
    ),
  };
  return (
    <>
      {props.several && (selection.isAll || selection.count > 0) && (
        <SelectionBar selection={selection} total={total} actions={props.several} />
      )}
      {apiKeys.length > 0 && (
        <div className="mb-2 flex min-h-8 items-center justify-between gap-3">
          <p className="mr-auto text-ink-muted text-sm tabular-nums">{t("total", { count: total })}</p>
          <a href={props.exportHref} download className={buttonClass({ size: "sm", className: "max-sm:h-9" })}>
            <Download aria-hidden />
            {t("export")}
          </a>
          <ColumnChoice columns={columns} remember={rememberColumns} />
        </div>
      )}
      <DataTable
        caption={t("title")}
        columns={[...(props.several ? [selectColumn(selection, apiKeys, t)] : []), ...shown, menu]}
        rows={apiKeys}
        rowId={({ id }) => id}
        rowHref={hrefOf}
        sort={order}
        isDense
        empty={props.empty}
        footer={props.footer}
      />
    </>
  );
}

/** Every column that there is; the ones that can be ordered by carry the order's own name. */
function useColumns(chosen: readonly KeyColumn[], pausedHref: string): DataTableColumn<ListedApiKey>[] {
  const t = useTranslations("apiKeys");
  const cells: Record<"name" | KeyColumn, (apiKey: ListedApiKey) => ReactNode> = {
    name: ({ name, description, clientKind }) => (
      <Name name={name} below={[chosen.includes("client") ? null : t(`client.${clientKind}`), description]} />
    ),
    client: ({ clientKind }) => <span className="whitespace-nowrap">{t(`client.${clientKind}`)}</span>,
    environment: ({ environment }) => <EnvironmentBadge environment={environment} />,
    key: (apiKey) => <KeyCell apiKey={apiKey} withAccess={!chosen.includes("access")} />,
    access: (apiKey) => <AccessText apiKey={apiKey} />,
    owner: (apiKey) => <Owner apiKey={apiKey} />,
    created: ({ createdAt }) => <RelativeTime at={createdAt} />,
    lastUsed: (apiKey) => <LastUsed apiKey={apiKey} />,
    calls: ({ weekOfCalls }) => <Sparkline week={weekOfCalls} />,
    rotation: (apiKey) => <RotationText apiKey={apiKey} />,
    expires: ({ endsAt }) => <RelativeTime at={endsAt} fallback={<Faint>{t("neverExpires")}</Faint>} />,
    status: (apiKey) => <Status apiKey={apiKey} pausedHref={pausedHref} />,
  };
  return (["name", ...KEY_COLUMNS] as const).map((id) => ({
    id,
    header: t(`column.${id}`),
    cell: cells[id],
    sortable: API_KEY_SORTS.some((sort) => sort === id),
    primary: id === "name",
  }));
}

function Faint({ children }: { children: ReactNode }) {
  return <span className="text-ink-faint">{children}</span>;
}

/** Where the client has no column of its own, it stands below the name that it usually begins, before the description. */
function Name({ name, below }: { name: string; below: readonly (string | null)[] }) {
  const text = below.filter((part) => part !== null).join(" · ");
  return (
    <span className="flex min-w-0 flex-col">
      <span title={name} className="block max-w-52 truncate max-sm:max-w-full">
        {name}
      </span>
      {text !== "" && (
        <span
          title={text}
          className="block max-w-36 truncate font-normal text-ink-faint text-xs max-sm:max-w-full max-sm:whitespace-normal"
        >
          {text}
        </span>
      )}
    </span>
  );
}

/** Where the access has no column of its own, it stands below the key. */
function KeyCell({ apiKey, withAccess }: { apiKey: ApiKey; withAccess: boolean }) {
  return (
    <span className="flex flex-col max-sm:items-end">
      <KeyHint hint={apiKey.hint} />
      {withAccess && (
        <span className="text-ink-faint text-xs">
          <AccessText apiKey={apiKey} />
        </span>
      )}
    </span>
  );
}

function Owner({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys");
  const { owner, createdByName } = apiKey;
  const name = owner?.name ?? t("noOwner", { name: createdByName });
  return (
    <span className="flex min-w-0 flex-col items-start gap-0.5 max-sm:items-end">
      <span title={owner?.email ?? name} className="block max-w-32 truncate">
        {name}
      </span>
      <OwnerLeftBadge apiKey={apiKey} />
    </span>
  );
}

function Status({ apiKey, pausedHref }: { apiKey: ApiKey; pausedHref: string }) {
  return (
    <span className="flex flex-col items-start gap-0.5 max-sm:items-end">
      <ApiKeyStatusBadge apiKey={apiKey} />
      <WritesPausedBadge apiKey={apiKey} href={pausedHref} />
    </span>
  );
}

function LastUsed({ apiKey: { lastUsedAt, lastUsedIp } }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys");
  return (
    <span className="flex flex-col max-sm:items-end">
      <RelativeTime at={lastUsedAt} fallback={<Faint>{t("neverUsed")}</Faint>} />
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
            {apiKey.writesPausedAt !== null && !hasEnded(apiKey) && (
              <DropdownMenuItem asChild>
                <Link href={asRoute(`${href}?resumeWrites=true`)}>
                  <Play aria-hidden />
                  {t("resumeWrites")}
                </Link>
              </DropdownMenuItem>
            )}
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

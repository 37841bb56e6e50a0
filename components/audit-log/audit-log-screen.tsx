"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffectEvent, useState } from "react";
import { announce } from "#components/ui/live-region.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { toast } from "#components/ui/toast.ts";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import type { EventColumn } from "./columns.ts";
import { EventColumnChoice } from "./event-columns.tsx";
import { EventSheet } from "./event-sheet.tsx";
import { EventsTable } from "./events-table.tsx";
import { LiveBar } from "./live-bar.tsx";
import { mergeEvents } from "./merge-events.ts";
import type { FindRelated } from "./related.tsx";
import { useSeals } from "./seals.tsx";
import { useShortcutsEnabled } from "./shortcuts.tsx";
import { useAuditKeyboard } from "./use-audit-keyboard.ts";
import { useLiveTail } from "./use-live-tail.ts";
import { useOpenEvent } from "./use-open-event.ts";

type AuditLogScreenProps = {
  events: AuditLogItem[];
  /** Where new events come from; null: they would not belong on this page. */
  liveHref: string | null;
  /** The event that the address names, where it isn't on this page; null when there is none for this reader. */
  linkedEvent: AuditLogItem | null;
  initialColumns: readonly EventColumn[];
  /** The page's address without the open event: path and query. */
  path: string;
  query: string;
  newerHref: string | null;
  olderHref: string | null;
  keysHref: string;
  undoHref: string | null;
  findRelated: FindRelated;
  empty: ReactNode;
};

/** The table, the sheet of one event, and the keys that walk through both. */
export function AuditLogScreen({ events: page, linkedEvent, initialColumns, ...props }: AuditLogScreenProps) {
  const t = useTranslations("auditLog");
  const { path, query, keysHref, undoHref, empty, newerHref, olderHref } = props;
  const { look } = useSeals();
  const onHead = useEffectEvent(() => look(events));
  const live = useLiveTail(props.liveHref ?? "", onHead);
  const isAlone = live.arrived.length === 0;
  // With events missing between them, the page's would pretend that there were none.
  const events = props.liveHref === null || isAlone ? page : mergeEvents(live.arrived, live.missing > 0 ? [] : page);
  const [columns, setColumns] = useState(initialColumns);
  const [marked, setMarked] = useState<string>();
  const { openId, open, close } = useOpenEvent();
  const shown = openId === null ? undefined : (events.find(({ id }) => id === openId) ?? linkedOf(linkedEvent, openId));
  const activeId = openId ?? marked;

  function move(step: number) {
    const at = events.findIndex(({ id }) => id === activeId);
    const event =
      events[at < 0 ? (step > 0 ? 0 : events.length - 1) : Math.min(Math.max(at + step, 0), events.length - 1)];
    if (event === undefined) return;
    setMarked(event.id);
    document.querySelector(`[data-row-id="${event.id}"]`)?.scrollIntoView({ block: "nearest" });
    if (openId !== null) open(event.id);
    else announce(`${event.tool ?? event.action}, ${t(`status.${event.status}`)}`);
  }

  function linkOf(id: string) {
    return `${path}?event=${id}`;
  }

  async function copyLink() {
    if (activeId === undefined) return;
    try {
      await navigator.clipboard.writeText(new URL(linkOf(activeId), window.location.href).href);
      toast.success(t("sheet.linkCopied"));
    } catch {
      toast.error(t("sheet.linkNotCopied"));
    }
  }

  useAuditKeyboard(
    {
      next: () => move(1),
      previous: () => move(-1),
      open: () => activeId !== undefined && openId === null && open(activeId),
      copyLink: () => void copyLink(),
      focusSearch: () => {
        const box = document.querySelector<HTMLInputElement>("[data-audit-search]");
        box?.focus();
        box?.setSelectionRange(box.value.length, box.value.length);
      },
      focusRange: () => document.querySelector<HTMLElement>("[data-audit-range]")?.focus(),
      openFilters: () => document.querySelector<HTMLElement>("[data-audit-facets]")?.click(),
      openViews: () => document.querySelector<HTMLElement>("[data-audit-views]")?.click(),
      switchLive: () => document.querySelector<HTMLElement>("[data-audit-live]")?.click(),
    },
    useShortcutsEnabled(),
  );

  return (
    <>
      {props.liveHref !== null && <LiveBar {...live} />}
      <EventsTable
        events={events}
        shown={columns}
        activeId={activeId}
        hrefOf={({ id }) => `${path}${query === "" ? "?" : `${query}&`}event=${id}`}
        onOpen={({ id }) => {
          setMarked(id);
          open(id);
        }}
        empty={empty}
        footer={
          events.length > 0 && (
            <div className="flex flex-wrap items-center justify-between gap-3">
              <EventColumnChoice columns={columns} onChange={setColumns} />
              <Pagination
                newerHref={newerHref}
                olderHref={live.missing > 0 ? null : olderHref}
                summary={t("shown", { count: events.length })}
                className="flex-wrap"
              />
            </div>
          )
        }
      />
      <EventSheet
        isOpen={openId !== null}
        event={shown ?? null}
        onClose={close}
        proofHref={`${path}/evidence/proof/${openId}`}
        link={openId === null ? "" : absolute(linkOf(openId))}
        logPath={path}
        keysHref={keysHref}
        undoHref={undoHref}
        findRelated={props.findRelated}
      />
    </>
  );
}

function linkedOf(linked: AuditLogItem | null, id: string): AuditLogItem | undefined {
  return linked?.id === id ? linked : undefined;
}

function absolute(href: string): string {
  return typeof window === "undefined" ? href : new URL(href, window.location.href).href;
}

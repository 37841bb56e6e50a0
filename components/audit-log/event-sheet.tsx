"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { ProofLink } from "#components/audit-evidence/proof-link.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { Sheet, SheetContent } from "#components/ui/sheet.tsx";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { REVERTIBLE_TYPES } from "#lib/undo/schemas.ts";
import { useClock } from "./clock.tsx";
import { ChangeDiff } from "./event-diff.tsx";
import { EventFacts, TechnicalFacts } from "./event-facts.tsx";
import { EventLinks, SheetLink, SheetLinks } from "./event-links.tsx";
import { EventStatusBadge, useFolded, useReasonText } from "./event-text.tsx";
import { type FindRelated, RelatedProvider } from "./related.tsx";
import { useSeals } from "./seals.tsx";

type EventSheetProps = {
  isOpen: boolean;
  /** Null while open: the address names an event that isn't there, or not for this reader. */
  event: AuditLogItem | null;
  onClose: () => void;
  /** The address of this event, for sharing. */
  link: string;
  /** The file that proves that this event is in the log. */
  proofHref: string;
  logPath: string;
  keysHref: string;
  /** Where changes are taken back; null for readers who may not. */
  undoHref: string | null;
  findRelated: FindRelated;
};

/** Everything that was recorded of one call. */
export function EventSheet({ isOpen, event, onClose, link, proofHref, findRelated, ...hrefs }: EventSheetProps) {
  const t = useTranslations("auditLog.sheet");
  const { look } = useSeals();
  // What wasn't sealed when the page was read may be by now.
  useEffect(() => {
    if (event !== null) look([event]);
  }, [event, look]);
  return (
    <Sheet open={isOpen} onOpenChange={(next) => next || onClose()}>
      {event === null ? (
        <SheetContent title={t("missing.title")} size="lg">
          <EmptyState title={t("missing.heading")} description={t("missing.description")} />
        </SheetContent>
      ) : (
        <SheetContent
          size="lg"
          // The panel itself, so that reading starts at the top and not at the first button, far below.
          onOpenAutoFocus={(opening) => {
            opening.preventDefault();
            (opening.currentTarget as HTMLElement | null)?.focus();
          }}
          title={<span className="font-mono">{event.tool ?? event.action}</span>}
          description={<Headline event={event} />}
          footer={
            <>
              <ProofLink href={proofHref} />
              <CopyButton value={link} label={t("copyLink")} announcement={t("linkCopied")} />
            </>
          }
        >
          <RelatedProvider eventId={event.id} path={hrefs.logPath} find={findRelated}>
            <Body event={event} {...hrefs} />
          </RelatedProvider>
        </SheetContent>
      )}
    </Sheet>
  );
}

function Headline({ event }: { event: AuditLogItem }) {
  const clock = useClock();
  return (
    <span className="mt-1 flex flex-wrap items-center gap-2">
      <EventStatusBadge status={event.status} />
      {event.environment && <EnvironmentBadge environment={event.environment} />}
      <time dateTime={event.occurredAt} suppressHydrationWarning>
        {clock.dateTime(event.occurredAt)}
      </time>
    </span>
  );
}

type BodyProps = { event: AuditLogItem; logPath: string; keysHref: string; undoHref: string | null };

function Body({ event, undoHref, ...hrefs }: BodyProps) {
  const t = useTranslations("auditLog.sheet");
  const folded = useFolded()(event);
  const reasonText = useReasonText()(event);
  const { reason, changes } = event;
  return (
    <div className="flex flex-col gap-6">
      {(folded || reasonText) && (
        <Callout tone={event.status === "denied" ? "danger" : "warning"} title={reasonText ?? folded}>
          {folded && <p>{t("folded", { count: event.foldedCount })}</p>}
          <p className="font-mono text-sm">{[event.errorCode, event.errorReason].filter(Boolean).join(" · ")}</p>
        </Callout>
      )}
      {reason && (
        <Section title={t("reason")}>
          <p className="border-line-strong border-l-2 pl-3 text-ink [overflow-wrap:anywhere]">{reason}</p>
        </Section>
      )}
      <Section title={t("facts")}>
        <EventFacts event={event} />
        <EventLinks event={event} {...hrefs} />
      </Section>
      {undoHref && isRevertible(event) && <UndoLinks event={event} undoHref={undoHref} />}
      {changes && changes.length > 0 && (
        <Section title={t("changes")} badge={<Badge>{changes.length}</Badge>}>
          {changes.map((change) => (
            <ChangeDiff key={`${change.target.type} ${change.target.id}`} change={change} />
          ))}
        </Section>
      )}
      <Section title={t("params")}>
        {event.params === null ? (
          <p className="text-ink-muted">{t("paramsNotKept")}</p>
        ) : (
          <CodeBlock code={json(event.params)} label={t("params")} title="JSON" />
        )}
      </Section>
      <Section title={t("result")}>
        {event.result === null ? (
          <p className="text-ink-muted">{t(event.status === "success" ? "resultNotKept" : "noResult")}</p>
        ) : (
          <CodeBlock code={json(event.result)} label={t("result")} title="JSON" />
        )}
      </Section>
      <Section title={t("technical")}>
        <TechnicalFacts event={event} />
      </Section>
      <details className="group">
        <summary className="cursor-pointer rounded-sm font-semibold text-ink">{t("raw")}</summary>
        <CodeBlock code={json(event)} label={t("raw")} title="JSON" className="mt-2" />
      </details>
    </div>
  );
}

/** This call's changes, and for a key's call everything that it has done from here on. */
function UndoLinks({ event, undoHref }: { event: AuditLogItem; undoHref: string }) {
  const t = useTranslations("undo");
  const { id, environment, credential, occurredAt } = event;
  const since = new URLSearchParams({ key: credential?.id ?? "", environment: environment ?? "", since: occurredAt });
  return (
    <SheetLinks>
      <SheetLink href={`${undoHref}?event=${id}&environment=${environment}`}>{t("link")}</SheetLink>
      {credential?.kind === "api_key" && <SheetLink href={`${undoHref}?${since}`}>{t("linkSince")}</SheetLink>}
    </SheetLinks>
  );
}

/** Whether a call has changed something that can be taken back. */
function isRevertible({ status, effect, environment, target }: AuditLogItem): boolean {
  const isOfType = (REVERTIBLE_TYPES as readonly string[]).includes(target?.type ?? "");
  return status === "success" && effect !== "read" && environment !== null && isOfType;
}

function Section({ title, badge, children }: { title: string; badge?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="flex items-center gap-2 font-semibold text-ink">
        {title}
        {badge}
      </h3>
      {children}
    </section>
  );
}

function json(value: unknown): string {
  return JSON.stringify(value ?? null, null, 2);
}

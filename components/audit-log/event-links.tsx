"use client";

import { CircleOff, Link2, SquareArrowOutUpRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { asRoute } from "#components/ui/route.ts";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { withTerm, withValues } from "#lib/audit-query/index.ts";
import { type AuditQuery, writeQuery } from "./query.ts";
import { useRequests, useTarget } from "./related.tsx";

const AROUND_MS = 10 * 60_000;
const EVERYTHING: AuditQuery = { q: "", range: "all", from: null, to: null, browserReads: true, cursor: null };

type EventLinksProps = { event: AuditLogItem; logPath: string; keysHref: string };

/** From an event to what belongs to it: what it was about, its key, the same request on other channels, the same moment. */
export function EventLinks({ event, logPath, keysHref }: EventLinksProps) {
  const t = useTranslations("auditLog.sheet");
  const { credential, traceId, requestId, target } = event;
  const requests = useRequests() ?? [requestId, ...(traceId === null ? [] : [traceId])];
  const at = Date.parse(event.occurredAt);
  const around = {
    from: new Date(at - AROUND_MS).toISOString(),
    to: new Date(at + AROUND_MS).toISOString(),
  };
  const hrefOf = (change: Partial<AuditQuery>) => logPath + writeQuery({ ...EVERYTHING, ...change });
  const isItsKey = target !== null && target.id === credential?.id;
  return (
    <SheetLinks>
      {target && !isItsKey && <TargetLink target={target} />}
      {credential?.kind === "api_key" && <SheetLink href={`${keysHref}/${credential.id}`}>{t("openKey")}</SheetLink>}
      {credential && <SheetLink href={hrefOf({ q: withTerm("", "key", credential.id) })}>{t("keyActivity")}</SheetLink>}
      {target && <SheetLink href={hrefOf({ q: withTerm("", "target", target.id) })}>{t("targetActivity")}</SheetLink>}
      <SheetLink href={hrefOf(around)}>{t("around")}</SheetLink>
      <SheetLink href={hrefOf({ q: withValues("request", requests) })}>{t("sameRequest")}</SheetLink>
    </SheetLinks>
  );
}

/** To the page of what the event was about. A route leads there, in the event's environment; what is gone has no link. */
function TargetLink({ target }: { target: NonNullable<AuditLogItem["target"]> }) {
  const t = useTranslations("auditLog.sheet");
  const found = useTarget()(target);
  if (found.state === "none") return null;
  if (found.state === "gone") {
    return (
      <li className="inline-flex items-center gap-1.5 text-ink-muted">
        <CircleOff aria-hidden className="size-4 shrink-0" />
        {t("gone")}
      </li>
    );
  }
  return (
    <li>
      <a href={found.href} className={linkClass}>
        <SquareArrowOutUpRight aria-hidden className="size-4" />
        {t(`open.${found.type}`)}
      </a>
    </li>
  );
}

/** A list of `SheetLink`s. */
export function SheetLinks({ children }: { children: ReactNode }) {
  return <ul className="flex flex-wrap gap-x-4 gap-y-1">{children}</ul>;
}

const linkClass = "inline-flex items-center gap-1.5 rounded-sm text-accent-ink hover:underline";

/** In `SheetLinks`. */
export function SheetLink({ href, children }: { href: string; children: string }) {
  return (
    <li>
      <Link href={asRoute(href)} prefetch={false} className={linkClass}>
        <Link2 aria-hidden className="size-4" />
        {children}
      </Link>
    </li>
  );
}

"use client";

import { Link2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { asRoute } from "#components/ui/route.ts";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { withTerm } from "#lib/audit-query/index.ts";
import { type AuditQuery, writeQuery } from "./query.ts";

const AROUND_MS = 10 * 60_000;
const EVERYTHING: AuditQuery = { q: "", range: "all", from: null, to: null, browserReads: true, cursor: null };

type EventLinksProps = { event: AuditLogItem; logPath: string; keysHref: string };

/** From an event to what belongs to it: its key, the same request on other channels, the same moment. */
export function EventLinks({ event, logPath, keysHref }: EventLinksProps) {
  const t = useTranslations("auditLog.sheet");
  const { credential, traceId, requestId, target } = event;
  const at = Date.parse(event.occurredAt);
  const around = {
    from: new Date(at - AROUND_MS).toISOString(),
    to: new Date(at + AROUND_MS).toISOString(),
  };
  const hrefOf = (change: Partial<AuditQuery>) => logPath + writeQuery({ ...EVERYTHING, ...change });
  return (
    <SheetLinks>
      {credential?.kind === "api_key" && <SheetLink href={`${keysHref}/${credential.id}`}>{t("openKey")}</SheetLink>}
      {credential && <SheetLink href={hrefOf({ q: withTerm("", "key", credential.id) })}>{t("keyActivity")}</SheetLink>}
      {target && <SheetLink href={hrefOf({ q: withTerm("", "target", target.id) })}>{t("targetActivity")}</SheetLink>}
      <SheetLink href={hrefOf(around)}>{t("around")}</SheetLink>
      <SheetLink href={hrefOf({ q: withTerm("", "request", traceId ?? requestId) })}>{t("sameRequest")}</SheetLink>
    </SheetLinks>
  );
}

/** A list of `SheetLink`s. */
export function SheetLinks({ children }: { children: ReactNode }) {
  return <ul className="flex flex-wrap gap-x-4 gap-y-1">{children}</ul>;
}

/** In `SheetLinks`. */
export function SheetLink({ href, children }: { href: string; children: string }) {
  return (
    <li>
      <Link
        href={asRoute(href)}
        prefetch={false}
        className="inline-flex items-center gap-1.5 rounded-sm text-accent-ink hover:underline"
      >
        <Link2 aria-hidden className="size-4" />
        {children}
      </Link>
    </li>
  );
}

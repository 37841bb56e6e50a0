"use client";

import { useTranslations } from "next-intl";
import { DiffSide } from "#components/changes/diff-side.tsx";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { useTarget } from "./related.tsx";

type Change = NonNullable<AuditLogItem["changes"]>[number];

/** Field by field what was and what is; a creation and a deletion have one side. */
export function ChangeDiff({ change }: { change: Change }) {
  const t = useTranslations("auditLog.diff");
  const { target, before, after } = change;
  const found = useTarget()(target);
  const kind = before === null ? "created" : after === null ? "deleted" : "updated";
  return (
    <div className="overflow-hidden rounded-lg border border-line">
      <p className="flex flex-wrap items-baseline gap-x-2 border-line border-b bg-subtle px-3 py-2">
        <span className="font-medium text-ink">{t(kind)}</span>
        {found.state === "there" ? (
          <a href={found.href} className="rounded-sm text-accent-ink hover:underline [overflow-wrap:anywhere]">
            {target.label}
          </a>
        ) : (
          <span className="text-ink-muted [overflow-wrap:anywhere]">{target.label}</span>
        )}
      </p>
      <dl className="divide-y divide-line text-sm">
        {fieldsOf(before, after).map((field) => (
          <div key={field} className="grid gap-x-4 gap-y-1 px-3 py-2 sm:grid-cols-[8rem_minmax(0,1fr)]">
            <dt className="font-mono text-ink-muted [overflow-wrap:anywhere]">{field}</dt>
            <dd className="flex min-w-0 flex-col gap-1">
              {before !== null && <DiffSide side="before">{textOf(before[field])}</DiffSide>}
              {after !== null && <DiffSide side="after">{textOf(after[field])}</DiffSide>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

type Fields = Readonly<Record<string, unknown>> | null;

/** Of an update only what differs; of a creation or a deletion only what isn't empty. */
function fieldsOf(before: Fields, after: Fields): string[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const only = before === null ? after : after === null ? before : null;
  if (only !== null) return names.filter((name) => textOf(only[name]) !== EMPTY);
  if (before === null || after === null) return [];
  return names.filter((name) => textOf(before[name]) !== textOf(after[name]));
}

const EMPTY = "–";

function textOf(value: unknown): string {
  if (value === undefined || value === null || value === "") return EMPTY;
  if (Array.isArray(value) && value.length === 0) return EMPTY;
  return typeof value === "string" ? value : JSON.stringify(value, null, typeof value === "object" ? 1 : undefined);
}

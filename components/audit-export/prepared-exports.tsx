"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormAction, useActionForm } from "#components/form/use-action-form.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import { useRefreshWhile } from "#components/ui/use-refresh-while.ts";
import { type AuditExport, isUnderWay } from "#lib/audit-export/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";

type PreparedExportsProps = {
  exports: readonly AuditExport[];
  cancel: FormAction<{ exportId: string }>;
  path: string;
};

/** One's own large exports: how far each has come, and the links of those that are ready. */
export function PreparedExports({ exports, cancel, path }: PreparedExportsProps) {
  const t = useTranslations("auditExport.prepared");
  useRefreshWhile(exports.some(isUnderWay), exports.map(({ state, events }) => `${state} ${events}`).join());
  return (
    <Card aria-labelledby="prepared-exports">
      <CardHeader title={<span id="prepared-exports">{t("title")}</span>} description={t("description")} />
      <CardBody>
        <ul className="divide-y divide-line">
          {exports.map((each) => (
            <li
              key={each.exportId}
              className="flex flex-wrap items-center justify-between gap-3 py-3 first:pt-0 last:pb-0"
            >
              <Progress of={each} />
              {isUnderWay(each) && <CancelForm action={cancel} exportId={each.exportId} />}
              {each.state === "ready" && <Links of={each} href={`${path}/${each.exportId}`} />}
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

const TONES = {
  direct: "neutral",
  waiting: "neutral",
  running: "info",
  ready: "success",
  cancelled: "neutral",
  failed: "danger",
} as const;

function Progress({ of: { format, state, events, reachedAt, requestedAt, expiresAt, failure } }: { of: AuditExport }) {
  const t = useTranslations("auditExport.prepared");
  const formatters = useFormatters();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="flex flex-wrap items-center gap-2 text-ink">
        <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
        {t("asked", { format: format.toUpperCase() })} <DateTime at={requestedAt} />
      </p>
      {failure && <p className="max-w-2xl text-danger-ink text-sm">{t(`failure.${failure}`)}</p>}
      <p className="text-ink-muted text-sm" role="status">
        {events > 0 && t("events", { count: events, shown: formatters.number(events) })}
        {state === "running" && reachedAt && (
          <>
            {" "}
            {t("backTo")} <DateTime at={reachedAt} />
          </>
        )}
        {state === "ready" && (
          <>
            {" "}
            {t("until")} <DateTime at={expiresAt} />
          </>
        )}
      </p>
    </div>
  );
}

function Links({ of: { format }, href }: { of: AuditExport; href: string }) {
  const t = useTranslations("auditExport.ready");
  return (
    <div className="flex flex-wrap gap-2">
      <a className={buttonClass({ variant: "primary" })} href={href} download>
        <Download aria-hidden />
        {t("file", { format: format.toUpperCase() })}
      </a>
      <a className={buttonClass()} href={`${href}/manifest`}>
        {t("manifest")}
      </a>
    </div>
  );
}

function CancelForm({ action, exportId }: { action: FormAction<{ exportId: string }>; exportId: string }) {
  const t = useTranslations("auditExport.prepared");
  const { state, isPending, formProps } = useActionForm(action);
  return (
    <form {...formProps} className="flex flex-wrap items-center gap-2">
      {!state.ok && state.message && (
        <p role="alert" className="text-danger-ink text-sm">
          {state.message}
        </p>
      )}
      <input type="hidden" name="exportId" value={exportId} />
      <Button type="submit" pending={isPending}>
        {t("cancel")}
      </Button>
    </form>
  );
}

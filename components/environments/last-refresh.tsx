"use client";

import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Refresh } from "#lib/environment-refresh/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import { useRefreshProgress } from "./use-refresh-progress.ts";

const TONES = {
  running: "info",
  done: "success",
  failed: "danger",
  interrupted: "warning",
} as const satisfies Record<Refresh["state"], string>;

/** How the last refresh ended, or a bar that moves while it runs. */
export function LastRefresh({ last, href }: { last: Refresh; href: string }) {
  const t = useTranslations("refreshStaging.last");
  const format = useFormatters();
  const { state, doneRows, totalRows, startedAt, startedByName } = useRefreshProgress(last, href);
  const rows = { done: format.number(doneRows), total: format.number(totalRows) };
  return (
    <Callout tone={TONES[state]} live title={t(`${state}.title`)}>
      {state === "running" ? (
        <>
          <progress
            aria-label={t("running.title")}
            value={doneRows}
            max={Math.max(totalRows, 1)}
            className="my-2 block h-2 w-full max-w-xl accent-accent"
          />
          <p className="tabular-nums" aria-live="off">
            {t("running.description", rows)}
          </p>
        </>
      ) : (
        <p>{t(`${state}.description`)}</p>
      )}
      <p>
        {startedByName} · <RelativeTime at={startedAt} />
      </p>
    </Callout>
  );
}

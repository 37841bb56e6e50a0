"use client";

import { useNow, useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import type { SeveralKeysPreview as Preview } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import { KeyHint } from "./api-key-badges.tsx";

/** What a change of several keys would break: how many in which environment, how much in use, and the busiest of them. */
export function SeveralKeysPreview({ state }: { state: FormState<Preview> | null }) {
  const t = useTranslations("apiKeys.several");
  if (state === null) return <SkeletonRows rows={3} />;
  if (!state.ok || !state.data) return <Callout tone="danger" live title={state.message ?? t("previewFailed")} />;
  const { apiKeyIds, left, environments } = state.data;
  if (apiKeyIds.length === 0) return <Callout title={t("nothing")} />;
  return (
    <div className="flex flex-col gap-3">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        {environments.map(({ environment, keys }) => (
          <span key={environment} className="flex items-center gap-1.5">
            <EnvironmentBadge environment={environment} />
            <span className="text-ink tabular-nums">{t("keys", { count: keys })}</span>
          </span>
        ))}
      </p>
      <p className="text-ink-muted">
        <UseText preview={state.data} />
      </p>
      {left > 0 && <Callout tone="warning" title={t("left", { count: apiKeyIds.length, left })} />}
      <Busiest preview={state.data} />
    </div>
  );
}

function UseText({ preview: { keysInUse, callsIn24Hours, lastCallAt } }: { preview: Preview }) {
  const t = useTranslations("apiKeys.several");
  const format = useFormatters();
  const now = useNow();
  if (lastCallAt === null) return t("unused");
  return t("inUse", { keys: keysInUse, calls: callsIn24Hours, when: format.relative(lastCallAt, now) });
}

function Busiest({ preview: { busiest, apiKeyIds } }: { preview: Preview }) {
  const t = useTranslations("apiKeys");
  const format = useFormatters();
  const now = useNow();
  const others = apiKeyIds.length - busiest.length;
  return (
    <ul
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      aria-label={t("several.list")}
      className="max-h-44 divide-y divide-line overflow-y-auto rounded-lg border border-line"
    >
      {busiest.map(({ id, name, hint, callsIn24Hours, lastUsedAt }) => (
        <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-3 px-3 py-1.5">
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 [overflow-wrap:anywhere]">
            {name} <KeyHint hint={hint} />
          </span>
          <span className="text-ink-muted text-sm tabular-nums">
            {callsIn24Hours > 0
              ? t("several.calls", { count: callsIn24Hours })
              : lastUsedAt === null
                ? t("neverUsed")
                : format.relative(lastUsedAt, now)}
          </span>
        </li>
      ))}
      {others > 0 && <li className="px-3 py-1.5 text-ink-muted text-sm">{t("several.others", { count: others })}</li>}
    </ul>
  );
}

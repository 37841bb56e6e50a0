"use client";

import { CircleCheck, Radio } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "#components/ui/button.tsx";
import { announce } from "#components/ui/live-region.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ClientKind, FirstCall } from "#lib/api-keys/schemas.ts";
import { useClientName } from "./use-client-name.ts";
import { useFirstCall } from "./use-first-call.ts";

type FirstCallStatusProps = { href: string; clientKind: ClientKind; onArrived?: () => void };

/** "Waiting for the first call…", which turns green by itself when the client arrives. */
export function FirstCallStatus({ href, clientKind, onArrived }: FirstCallStatusProps) {
  const t = useTranslations("apiKeys.firstCall");
  const client = useClientName(clientKind);
  const watch = useFirstCall(href);
  const hasArrived = watch.state === "arrived";
  useEffect(() => {
    if (!hasArrived) return;
    announce(t("announce"));
    onArrived?.();
  }, [hasArrived, t]);

  if (watch.state === "arrived") return <Arrived firstCall={watch.firstCall} />;
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-lg border border-line border-dashed bg-subtle px-4 py-3">
      <Radio aria-hidden className="size-4.5 shrink-0 text-ink-muted motion-safe:animate-pulse" />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-ink">{t(watch.state)}</p>
        <p className="text-ink-muted text-sm">{t(`${watch.state}Hint`, { client })}</p>
      </div>
      {watch.state === "paused" && (
        <Button size="sm" onClick={watch.resume}>
          {t("resume")}
        </Button>
      )}
    </div>
  );
}

function Arrived({ firstCall }: { firstCall: FirstCall }) {
  const t = useTranslations("apiKeys.firstCall");
  const { tool, action, clientName, clientVersion, userAgent, ip, at } = firstCall;
  const client = clientName === null ? userAgent : [clientName, clientVersion].filter(Boolean).join(" ");
  return (
    <div className="flex gap-3 rounded-lg border border-success-line bg-success-soft px-4 py-3">
      <CircleCheck aria-hidden className="mt-0.5 size-4.5 shrink-0 text-success-ink" />
      <div className="min-w-0">
        <p className="font-medium text-ink">{t("arrived")}</p>
        <p className="flex flex-wrap gap-x-2 text-ink-muted text-sm [overflow-wrap:anywhere]">
          <code className="font-mono text-ink">{tool ?? action}</code>
          {client && <span>{t("from", { client })}</span>}
          {ip && <span className="font-mono">{ip}</span>}
          <RelativeTime at={at} />
        </p>
      </div>
    </div>
  );
}

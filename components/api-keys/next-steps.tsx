"use client";

import { Circle, CircleCheck, Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { Fold } from "#components/ui/fold.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { ApiKey, KeyReplacement } from "#lib/api-keys/schemas.ts";
import { KeyHint } from "./api-key-badges.tsx";
import { ClientSetup } from "./client-setup.tsx";
import { FirstCallStatus } from "./first-call-status.tsx";
import { useClientName } from "./use-client-name.ts";

type NextStepsProps = {
  apiKey: ApiKey;
  replacement: KeyReplacement | null;
  endpoint: string;
  keysHref: string;
  /** Opens the form for a new key like this one; null for those who may only look. */
  createHref: string | null;
};

/** After a key has ended: what its client still needs, with how far that is. The state comes from the data alone. */
export function NextSteps({ apiKey, replacement, endpoint, keysHref, createHref }: NextStepsProps) {
  const t = useTranslations("apiKeys.next");
  const client = useClientName(apiKey.clientKind);
  const router = useRouter();
  if (replacement?.firstCall) return <Replaced {...replacement} keysHref={keysHref} />;
  const isMade = replacement !== null;
  return (
    <Card className="mb-5" aria-label={t("title")}>
      <CardHeader title={t("title")} description={t("description")} />
      <CardBody>
        <ol className="flex flex-col gap-4">
          <Step isDone={isMade} title={t("made")}>
            {replacement ? (
              <KeyLink apiKey={replacement.apiKey} keysHref={keysHref} />
            ) : (
              <>
                <p>{t("notMade")}</p>
                {createHref && (
                  <Link href={asRoute(createHref)} className={buttonClass({ className: "self-start" })}>
                    <Plus aria-hidden />
                    {t("create")}
                  </Link>
                )}
              </>
            )}
          </Step>
          <Step isDone={false} title={t("configure", { client })}>
            {replacement ? (
              <Fold title={t("configuration")} description={t("configurationHint")}>
                <ClientSetup
                  clientKind={replacement.apiKey.clientKind}
                  environment={replacement.apiKey.environment}
                  endpoint={endpoint}
                />
              </Fold>
            ) : (
              <p>{t("configureLater")}</p>
            )}
          </Step>
          <Step isDone={false} title={t("restart", { client })}>
            <p>{t("restartHint")}</p>
          </Step>
          <Step isDone={false} title={t("firstCall")}>
            {replacement ? (
              <FirstCallStatus
                href={`${keysHref}/${replacement.apiKey.id}/first-call`}
                clientKind={replacement.apiKey.clientKind}
                onArrived={() => router.refresh()}
              />
            ) : (
              <p>{t("firstCallLater")}</p>
            )}
          </Step>
        </ol>
      </CardBody>
    </Card>
  );
}

function Replaced({ apiKey, firstCall, keysHref }: KeyReplacement & { keysHref: string }) {
  const t = useTranslations("apiKeys.next");
  return (
    <Callout tone="success" title={t("replaced")} className="mb-5">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <KeyLink apiKey={apiKey} keysHref={keysHref} />
        {t.rich("replacedSince", { at: () => <RelativeTime at={firstCall?.at} /> })}
      </span>
    </Callout>
  );
}

function KeyLink({ apiKey, keysHref }: { apiKey: ApiKey; keysHref: string }) {
  return (
    <Link
      href={asRoute(`${keysHref}/${apiKey.id}`)}
      className="flex flex-wrap items-baseline gap-x-2 rounded-sm text-accent-ink underline decoration-accent-line underline-offset-3 hover:decoration-accent-ink"
    >
      {apiKey.name} <KeyHint hint={apiKey.hint} className="text-accent-ink" />
    </Link>
  );
}

function Step({ isDone, title, children }: { isDone: boolean; title: string; children: ReactNode }) {
  const t = useTranslations("apiKeys.next");
  const Icon = isDone ? CircleCheck : Circle;
  return (
    <li className="flex gap-3">
      <Icon
        aria-hidden
        className={isDone ? "mt-0.5 size-4.5 shrink-0 text-success-ink" : "mt-0.5 size-4.5 shrink-0 text-ink-faint"}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <h3 className="font-medium text-ink">
          {title} <span className="sr-only">({t(isDone ? "done" : "open")})</span>
        </h3>
        <div className="flex min-w-0 flex-col gap-2 text-ink-muted">{children}</div>
      </div>
    </li>
  );
}

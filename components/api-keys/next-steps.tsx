"use client";

import { CircleCheck, Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { ApiKey, KeyReplacement } from "#lib/api-keys/schemas.ts";
import { KeyHint } from "./api-key-badges.tsx";
import { HandoverSteps } from "./handover-steps.tsx";
import { NextStep } from "./next-step.tsx";
import { useClientName } from "./use-client-name.ts";
import type { MarkHandover } from "./use-handover.ts";

type NextStepsProps = {
  apiKey: ApiKey;
  replacement: KeyReplacement | null;
  endpoint: string;
  keysHref: string;
  /** Null for those who may only look. */
  mark: MarkHandover | null;
  /** Opens the form for a new key like this one; null for those who may only look. */
  createHref: string | null;
  /** The admins' guide, for what else there is to do when a key has ended. */
  guideHref: string;
};

/**
 * After a key has ended: what its client still needs, with how far that is. Whether the replacement is made and was used
 * the data tells; what Postern can't see, people mark.
 */
export function NextSteps({ apiKey, replacement, createHref, guideHref, ...handover }: NextStepsProps) {
  const t = useTranslations("apiKeys.next");
  const help = useTranslations("help.keys");
  const client = useClientName(apiKey.clientKind);
  if (replacement?.firstCall) return <Replaced {...replacement} keysHref={handover.keysHref} />;
  return (
    <Card className="mb-5" aria-label={t("title")}>
      <CardHeader
        title={t("title")}
        description={t("description")}
        actions={
          <Link href={asRoute(guideHref)} className={buttonClass({ variant: "ghost", size: "sm" })}>
            {help("link")}
          </Link>
        }
      />
      <CardBody>
        <ol className="flex flex-col gap-4">
          <NextStep isDone={replacement !== null} title={t("made")}>
            {replacement ? (
              <KeyLink apiKey={replacement.apiKey} keysHref={handover.keysHref} />
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
          </NextStep>
          {replacement ? (
            // What was marked belongs to this replacement: another one begins anew.
            <HandoverSteps key={replacement.apiKey.id} replacement={replacement} {...handover} />
          ) : (
            <>
              <NextStep isDone={false} title={t("configure", { client })}>
                <p>{t("configureLater")}</p>
              </NextStep>
              <NextStep isDone={false} title={t("restart", { client })}>
                <p>{t("restartHint")}</p>
              </NextStep>
              <NextStep isDone={false} title={t("firstCall")}>
                <p>{t("firstCallLater")}</p>
              </NextStep>
            </>
          )}
        </ol>
      </CardBody>
    </Card>
  );
}

/** A client that has called has its configuration and was restarted, whether or not anybody marked it. */
function Replaced({ apiKey, firstCall, keysHref }: KeyReplacement & { keysHref: string }) {
  const t = useTranslations("apiKeys.next");
  const client = useClientName(apiKey.clientKind);
  const steps = [t("made"), t("configure", { client }), t("restart", { client }), t("firstCall")];
  return (
    <Callout tone="success" title={t("replaced")} className="mb-5">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <KeyLink apiKey={apiKey} keysHref={keysHref} />
        {t.rich("replacedSince", { at: () => <RelativeTime at={firstCall?.at} /> })}
      </span>
      <ul aria-label={t("title")} className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {steps.map((step) => (
          <li key={step} className="flex items-center gap-1.5">
            <CircleCheck aria-hidden className="size-3.5 shrink-0 text-success-ink" />
            {step} <span className="sr-only">({t("done")})</span>
          </li>
        ))}
      </ul>
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

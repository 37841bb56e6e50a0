"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { Fold } from "#components/ui/fold.tsx";
import type { KeyReplacement } from "#lib/api-keys/schemas.ts";
import { ClientSetup } from "./client-setup.tsx";
import { FirstCallStatus } from "./first-call-status.tsx";
import { NextStep } from "./next-step.tsx";
import { useClientName } from "./use-client-name.ts";
import { type MarkHandover, useHandover } from "./use-handover.ts";

type HandoverStepsProps = {
  replacement: KeyReplacement;
  endpoint: string;
  keysHref: string;
  /** Null for those who may only look. */
  mark: MarkHandover | null;
};

/** The new key's way into its client: people mark what Postern can't see, copying the configuration marks it as well. */
export function HandoverSteps({ replacement, endpoint, keysHref, mark }: HandoverStepsProps) {
  const t = useTranslations("apiKeys.next");
  const router = useRouter();
  const { apiKey } = replacement;
  const client = useClientName(apiKey.clientKind);
  const { isDone, set } = useHandover(replacement, mark);
  return (
    <>
      <NextStep isDone={isDone.configuration} title={t("configure", { client })}>
        <Fold title={t("configuration")} description={t("configurationHint")}>
          <ClientSetup
            clientKind={apiKey.clientKind}
            environment={apiKey.environment}
            endpoint={endpoint}
            onCopied={() => set("configuration", true)}
          />
        </Fold>
        {mark && (
          <CheckboxField
            label={t("configured")}
            checked={isDone.configuration}
            onCheckedChange={(next) => set("configuration", next === true)}
          />
        )}
      </NextStep>
      <NextStep isDone={isDone.restart} title={t("restart", { client })}>
        <p>{t("restartHint")}</p>
        {mark && (
          <CheckboxField
            label={t("restarted")}
            checked={isDone.restart}
            onCheckedChange={(next) => set("restart", next === true)}
          />
        )}
      </NextStep>
      <NextStep isDone={false} title={t("firstCall")}>
        <FirstCallStatus
          href={`${keysHref}/${apiKey.id}/first-call`}
          clientKind={apiKey.clientKind}
          onArrived={() => router.refresh()}
        />
      </NextStep>
    </>
  );
}

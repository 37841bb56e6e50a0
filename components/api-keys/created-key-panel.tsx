"use client";

import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { ClientSetup } from "./client-setup.tsx";
import { FirstCallStatus } from "./first-call-status.tsx";

export type CreatedApiKey = { apiKey: ApiKey; token: string };

type CreatedKeyPanelProps = {
  created: CreatedApiKey;
  endpoint: string;
  firstCallHref: string;
  onCopied: () => void;
};

/** The only place where a key is ever shown: the key, how to connect the client, and whether it has arrived. */
export function CreatedKeyPanel({ created, endpoint, firstCallHref, onCopied }: CreatedKeyPanelProps) {
  const t = useTranslations("apiKeys");
  const { apiKey, token } = created;
  return (
    <div className="flex flex-col gap-5">
      <Callout tone="warning" title={t("created.once")}>
        {t("created.onceHint")}
      </Callout>
      <CopyField
        value={token}
        label={t("created.keyLabel", { name: apiKey.name })}
        announcement={t("announce.copied")}
        onCopied={onCopied}
      />
      {apiKey.status === "awaiting_approval" ? (
        <Callout tone="info" title={t("approval.created")}>
          {t("approval.createdHint")}
        </Callout>
      ) : (
        <FirstCallStatus href={firstCallHref} clientKind={apiKey.clientKind} />
      )}
      <section className="flex flex-col gap-3">
        <h3 className="font-semibold text-ink">{t("setup.title")}</h3>
        <ClientSetup clientKind={apiKey.clientKind} environment={apiKey.environment} endpoint={endpoint} />
      </section>
    </div>
  );
}

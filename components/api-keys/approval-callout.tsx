"use client";

import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import type { ApiKey, KeyDecision } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { DecideDialog } from "./decide-dialog.tsx";

type ApprovalCalloutProps = {
  apiKey: ApiKey;
  decision: KeyDecision;
  approve: (apiKeyId: string, version: number, comment: string) => Promise<FormState>;
  decline: (apiKeyId: string, comment: string) => Promise<FormState>;
};

/** A new key that lets nobody in yet: who can change that, and here the way. */
export function ApprovalCallout({ apiKey, decision, approve, decline }: ApprovalCalloutProps) {
  const t = useTranslations("apiKeys.approval");
  return (
    <Callout
      tone="warning"
      title={t("title")}
      className="mb-5"
      actions={
        decision === "open" && (
          <>
            <DecideDialog
              apiKey={apiKey}
              decision="approve"
              action={(comment) => approve(apiKey.id, apiKey.version, comment)}
            />
            <DecideDialog apiKey={apiKey} decision="decline" action={(comment) => decline(apiKey.id, comment)} />
          </>
        )
      }
    >
      {t(decision, { name: apiKey.createdByName })}
    </Callout>
  );
}

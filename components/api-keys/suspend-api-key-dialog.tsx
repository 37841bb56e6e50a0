"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import type { ApiKey, ApiKeyUse } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { ReasonField } from "./reason-field.tsx";
import { Refusal } from "./refusal.tsx";
import { useKeyAction } from "./use-key-action.ts";
import { UseSummary } from "./use-summary.tsx";

type SuspendApiKeyDialogProps = {
  apiKey: ApiKey;
  use: ApiKeyUse;
  action: (apiKeyId: string, reason: string) => Promise<FormState>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Stops a key for a while: says what will break, and that it can be undone. */
export function SuspendApiKeyDialog({ apiKey, use, action, ...dialog }: SuspendApiKeyDialogProps) {
  const t = useTranslations("apiKeys.suspend");
  const [reason, setReason] = useState("");
  const { run, refusal } = useKeyAction(t("done", { name: apiKey.name }));

  async function suspend() {
    const isDone = await run(() => action(apiKey.id, reason));
    // The next suspension has a reason of its own.
    if (isDone) setReason("");
    return isDone;
  }

  return (
    <ConfirmDialog
      {...dialog}
      tone="primary"
      title={t("title", { name: apiKey.name })}
      description={
        <>
          <UseSummary apiKey={apiKey} use={use} /> {t("consequence")}
        </>
      }
      confirmLabel={t("confirm")}
      onConfirm={suspend}
    >
      <div className="flex flex-col gap-4">
        <Refusal state={refusal} />
        <ReasonField value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}

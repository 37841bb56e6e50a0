"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ApiKey, ApiKeyUse } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { ReasonField } from "./reason-field.tsx";
import { Refusal } from "./refusal.tsx";
import { useKeyAction } from "./use-key-action.ts";
import { UseSummary } from "./use-summary.tsx";

type RevokeApiKeyDialogProps = {
  apiKey: ApiKey;
  use: ApiKeyUse;
  action: (apiKeyId: string, reason: string) => Promise<FormState>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Makes the successor first; absent where the key has one, or has ended. */
  onReplace?: () => void;
  /** Absent where the key is suspended, or has ended. */
  onSuspend?: () => void;
};

/** Says what will break, offers the gentler ways, and asks for the name in production. */
export function RevokeApiKeyDialog({ apiKey, use, action, onReplace, onSuspend, ...dialog }: RevokeApiKeyDialogProps) {
  const t = useTranslations("apiKeys.revoke");
  const [reason, setReason] = useState("");
  const { run, refusal } = useKeyAction(t("done", { name: apiKey.name }));
  return (
    <ConfirmDialog
      {...dialog}
      title={t("title", { name: apiKey.name })}
      description={
        <>
          <UseSummary apiKey={apiKey} use={use} /> {t("consequence")}
        </>
      }
      confirmLabel={t("confirm")}
      onConfirm={() => run(() => action(apiKey.id, reason))}
      {...(apiKey.environment === "production" && { typeToConfirm: apiKey.name })}
      secondary={
        (onReplace || onSuspend) && (
          <>
            {onReplace && <Button onClick={onReplace}>{t("replaceFirst")}</Button>}
            {onSuspend && <Button onClick={onSuspend}>{t("suspendInstead")}</Button>}
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <Refusal state={refusal} />
        <ReasonField value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}

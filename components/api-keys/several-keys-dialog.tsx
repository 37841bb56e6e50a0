"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { withProof } from "#components/step-up/ask-for-proof.ts";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { type KeySelection, PRODUCTION_CONFIRMATION } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { ReasonField } from "./reason-field.tsx";
import { Refusal } from "./refusal.tsx";
import type { SeveralKeysActions, SeveralKeysChange } from "./several-keys.ts";
import { SeveralKeysPreview } from "./several-keys-preview.tsx";
import { usePreview } from "./use-preview.ts";

type SeveralKeysDialogProps = {
  change: SeveralKeysChange;
  /** Null: nothing is chosen yet. */
  keys: KeySelection | null;
  actions: SeveralKeysActions;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDone: () => void;
  /** What chooses the keys, where that happens in the dialog. */
  children?: ReactNode;
};

/** Revokes or suspends several keys: shows what will break, and asks for the word where production is among them. */
export function SeveralKeysDialog({ change, keys, actions, onDone, children, ...dialog }: SeveralKeysDialogProps) {
  const t = useTranslations("apiKeys.several");
  const [reason, setReason] = useState("");
  const [refusal, setRefusal] = useState<FormState | null>(null);
  const state = usePreview(actions.preview, change, dialog.open ? keys : null);
  const preview = state?.data ?? null;
  const count = preview?.apiKeyIds.length ?? 0;
  const isProduction = preview?.environments.some(({ environment }) => environment === "production") ?? false;

  async function confirm() {
    const input = {
      apiKeyIds: preview?.apiKeyIds ?? [],
      reason,
      // What was typed to get here.
      confirmation: isProduction ? PRODUCTION_CONFIRMATION : null,
    };
    const answer = await withProof(() => actions.change(change, input));
    setRefusal(answer.ok ? null : answer);
    if (!answer.ok) return false;
    const changed = answer.data?.results.filter(({ isChanged }) => isChanged).length ?? 0;
    const done = t(`${change}.done`, { count: changed });
    toast.success(done);
    setReason("");
    onDone();
    return true;
  }

  return (
    <ConfirmDialog
      {...dialog}
      tone={change === "revoke" ? "danger" : "primary"}
      title={count > 0 ? t(`${change}.title`, { count }) : t(`${change}.titleOpen`)}
      description={t(`${change}.consequence`)}
      confirmLabel={count > 0 ? t(`${change}.confirm`, { count }) : t(`${change}.confirmOpen`)}
      isBlocked={count === 0}
      onConfirm={confirm}
      {...(isProduction && { typeToConfirm: PRODUCTION_CONFIRMATION })}
    >
      <div className="flex flex-col gap-4">
        <Refusal state={refusal} />
        {children}
        {keys !== null && <SeveralKeysPreview state={state} />}
        <ReasonField value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}

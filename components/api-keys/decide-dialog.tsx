"use client";

import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { type ApiKey, MAX_DESCRIPTION_LENGTH } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { Refusal } from "./refusal.tsx";
import { useKeyAction } from "./use-key-action.ts";

type DecideDialogProps = {
  apiKey: ApiKey;
  decision: "approve" | "decline";
  action: (comment: string) => Promise<FormState>;
};

const LOOKS = {
  approve: { Icon: Check, tone: "primary" },
  decline: { Icon: X, tone: "danger" },
} as const;

/** Says what the decision does, and takes a word for whoever made the key. */
export function DecideDialog({ apiKey, decision, action }: DecideDialogProps) {
  const t = useTranslations(`apiKeys.approval.${decision}`);
  const comments = useTranslations("apiKeys.approval");
  const [comment, setComment] = useState("");
  const { run, refusal } = useKeyAction(t("done", { name: apiKey.name }));
  const { Icon, tone } = LOOKS[decision];
  return (
    <ConfirmDialog
      tone={tone}
      trigger={
        <Button variant={decision === "approve" ? "primary" : "secondary"}>
          <Icon aria-hidden />
          {t("open")}
        </Button>
      }
      title={t("title", { name: apiKey.name })}
      description={t("description")}
      confirmLabel={t("confirm")}
      onConfirm={() => run(() => action(comment))}
    >
      <div className="flex flex-col gap-4">
        <Refusal state={refusal} />
        <Field label={comments("comment")} hint={comments("commentHint")} optional>
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={MAX_DESCRIPTION_LENGTH}
              value={comment}
              onChange={(event) => setComment(event.target.value)}
            />
          )}
        </Field>
      </div>
    </ConfirmDialog>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextareaField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { announce } from "#components/ui/live-region.tsx";
import type { Comment } from "#lib/comments/schemas.ts";

export function CommentForm({ action }: { action: FormAction<{ comment: Comment }> }) {
  const t = useTranslations("tasks.comments");
  const [round, setRound] = useState(0);
  return (
    <ActionForm
      key={round}
      action={action}
      fields={["body"]}
      className="gap-3"
      onSuccess={() => {
        // An empty form for the next one.
        setRound(round + 1);
        announce(t("added"));
      }}
    >
      <TextareaField name="body" label={t("label")} rows={3} />
      <div>
        <SubmitButton variant="secondary">{t("add")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

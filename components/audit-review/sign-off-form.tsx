"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextareaField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { toast } from "#components/ui/toast.ts";

type SignOffFormProps = { afterReviewId: string | null; until: string; action: FormAction<unknown> };

/** Says what was found; it names the state that the page showed, so that nobody signs what they didn't see. */
export function SignOffForm({ afterReviewId, until, action }: SignOffFormProps) {
  const t = useTranslations("auditReview.sign");

  function say() {
    toast.success(t("done"));
  }

  return (
    <ActionForm action={action} fields={["comment"]} onSuccess={say} className="max-w-xl">
      <input type="hidden" name="afterReviewId" value={afterReviewId ?? ""} />
      <input type="hidden" name="until" value={until} />
      <TextareaField name="comment" label={t("comment")} hint={t("commentHint")} rows={3} maxLength={2000} />
      <div>
        <SubmitButton>{t("submit")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

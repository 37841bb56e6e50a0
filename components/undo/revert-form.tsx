"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { CardFooter } from "#components/ui/card.tsx";

type RevertFormProps = { count: number; digest: string; action: FormAction<unknown> };

/** Does what the preview above shows, or nothing. */
export function RevertForm({ count, digest, action }: RevertFormProps) {
  const t = useTranslations("undo");
  return (
    <ActionForm action={action} fields={["reason"]} className="gap-0">
      <input type="hidden" name="digest" value={digest} />
      <div className="px-5 pb-5">
        <TextField name="reason" label={t("reason")} hint={t("reasonHint")} maxLength={500} optional />
      </div>
      <CardFooter>
        {count === 0 ? (
          <p className="text-ink-muted">{t("nothing")}</p>
        ) : (
          <SubmitButton variant="danger">{t("submit", { count })}</SubmitButton>
        )}
      </CardFooter>
    </ActionForm>
  );
}

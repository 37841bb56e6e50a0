"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextareaField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Card, CardBody, CardFooter, CardHeader } from "#components/ui/card.tsx";

const MAX_COMMENT_LENGTH = 500;

type DecideFormProps = {
  action: FormAction<unknown>;
  /** False where four eyes are wanted and the request is the reader's own. */
  canApprove: boolean;
};

/** Approve or reject, with a word for whoever asked. A plain form with two buttons: it works without JavaScript. */
export function DecideForm({ action, canApprove }: DecideFormProps) {
  const t = useTranslations("approvals.decide");
  return (
    <Card>
      <CardHeader title={t("title")} description={canApprove ? t("description") : undefined} />
      <ActionForm action={action} fields={["comment"]} className="gap-0">
        <CardBody>
          <TextareaField
            name="comment"
            label={t("comment")}
            hint={t("commentHint")}
            optional
            rows={2}
            maxLength={MAX_COMMENT_LENGTH}
          />
        </CardBody>
        <CardFooter>
          <SubmitButton variant="secondary" name="decision" value="reject">
            {t("reject")}
          </SubmitButton>
          {canApprove && (
            <SubmitButton name="decision" value="approve">
              {t("approve")}
            </SubmitButton>
          )}
        </CardFooter>
      </ActionForm>
    </Card>
  );
}

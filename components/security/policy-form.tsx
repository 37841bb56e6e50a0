"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { buttonClass } from "#components/ui/button.tsx";
import { Card, CardBody, CardFooter } from "#components/ui/card.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { EnvironmentPolicy } from "#lib/environment-policy/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { KeyFields, LogFields, RotationFields, WriteFields } from "./policy-fields.tsx";
import { type PolicyPreview, PolicyPreviewPanel } from "./policy-preview.tsx";

type PolicyFormProps = {
  policy: EnvironmentPolicy;
  action: FormAction<PolicyPreview>;
  backHref: string;
  keysHref: string;
};

const FIELDS = [
  ...[
    "creatorRoles",
    "keyApproval",
    "rotation",
    "rotateEveryDays",
    "maxAgeDays",
    "suspendOverdueAfterDays",
    "leakReaction",
  ],
  ...["confirmation", "approvers", "destructiveConfirmation", "bulkRows", "maxRows", "confirmPhrase", "reasons"],
  ...["requestsPerMinute", "writesPerMinute", "writesPerHour", "logParts"],
];

/** Settings, then whom they hit, then saving: an edit after the preview wants a new one. */
export function PolicyForm({ policy, action, backHref, keysHref }: PolicyFormProps) {
  const t = useTranslations("security");
  const common = useTranslations("common");
  // The last preview stays in sight while saving it is refused, until something is edited.
  const [last, setLast] = useState<PolicyPreview | null>(null);
  const [isEdited, setIsEdited] = useState(false);

  function keep({ data }: FormState<PolicyPreview>) {
    setLast(data ?? null);
    setIsEdited(false);
  }

  return (
    <ActionForm
      action={action}
      fields={FIELDS}
      onSuccess={keep}
      onChange={() => setIsEdited(true)}
      className="max-w-3xl"
    >
      {({ state }) => {
        const shown = isEdited ? null : ((state.ok ? state.data : last) ?? null);
        return (
          <Card>
            <CardBody className="flex flex-col gap-7">
              <KeyFields policy={policy} />
              <RotationFields policy={policy} />
              <WriteFields policy={policy} />
              <LogFields policy={policy} />
              {shown && (
                <>
                  <PolicyPreviewPanel preview={shown} keysHref={keysHref} />
                  <input type="hidden" name="previewed" value={shown.previewed} />
                </>
              )}
            </CardBody>
            <CardFooter>
              <Link href={asRoute(backHref)} className={buttonClass()}>
                {common("cancel")}
              </Link>
              <SubmitButton>{t(shown ? "save" : "review")}</SubmitButton>
            </CardFooter>
          </Card>
        );
      }}
    </ActionForm>
  );
}

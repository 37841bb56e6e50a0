"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { ProveFields } from "#components/step-up/prove-fields.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { asRoute } from "#components/ui/route.ts";
import { proveAction } from "../actions.ts";

type ProveFormProps = { email: string; returnTo: string; hasWayBack: boolean };

export function ProveForm({ email, returnTo, hasWayBack }: ProveFormProps) {
  const t = useTranslations("auth.prove");
  return (
    <ActionForm action={proveAction} fields={["password"]}>
      <input type="hidden" name="returnTo" value={returnTo} />
      <ProveFields email={email} />
      <div className="flex flex-col gap-2">
        <SubmitButton className="w-full">{t("submit")}</SubmitButton>
        {hasWayBack && (
          <Link href={asRoute(returnTo)} className={buttonClass({ variant: "ghost", className: "w-full" })}>
            {t("back")}
          </Link>
        )}
      </div>
    </ActionForm>
  );
}

"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { asRoute } from "#components/ui/route.ts";
import { changePasswordAction } from "../actions.ts";

type ChangePasswordFormProps = {
  /** For password managers: whose password this is. */
  email: string;
  /** The password was generated; there is no way around choosing another. */
  isForced: boolean;
  returnTo: string;
};

export function ChangePasswordForm({ email, isForced, returnTo }: ChangePasswordFormProps) {
  const t = useTranslations("auth.changePassword");
  return (
    <ActionForm action={changePasswordAction} fields={["current", "next", "repeat"]}>
      {({ state }) => (state.ok ? <Done returnTo={returnTo} /> : fields())}
    </ActionForm>
  );

  function fields() {
    return (
      <>
        <input type="hidden" name="returnTo" value={returnTo} />
        <input type="hidden" name="username" autoComplete="username" value={email} />
        <TextField
          name="current"
          type="password"
          label={t(isForced ? "generated" : "current")}
          autoComplete="current-password"
        />
        <TextField
          name="next"
          type="password"
          label={t("next")}
          hint={t("nextHint")}
          autoComplete="new-password"
          maxLength={200}
        />
        <TextField name="repeat" type="password" label={t("repeat")} autoComplete="new-password" maxLength={200} />
        <div className="flex flex-col gap-2">
          <SubmitButton className="w-full">{t("submit")}</SubmitButton>
          {!isForced && (
            <Link href={asRoute(returnTo)} className={buttonClass({ variant: "ghost", className: "w-full" })}>
              {t("back")}
            </Link>
          )}
        </div>
      </>
    );
  }
}

function Done({ returnTo }: { returnTo: string }) {
  const t = useTranslations("auth.changePassword");
  return (
    <>
      <Callout tone="success" live title={t("doneTitle")}>
        {t("doneDescription")}
      </Callout>
      <Link href={asRoute(returnTo)} className={buttonClass({ variant: "primary", className: "w-full" })}>
        {t("continue")}
      </Link>
    </>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { setUp } from "./actions.ts";
import { WorkspaceFields } from "./workspace-fields.tsx";

const FIELDS = ["workspaceName", "slug", "ownerName", "email", "password", "passwordAgain"];

export function SetUpForm({ token }: { token: string }) {
  const t = useTranslations("setup");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  // While it is typed, not when the field is left: an error that appears then moves the button from under the pointer.
  const differs = again !== "" && !password.startsWith(again) ? t("passwordsDiffer") : undefined;
  return (
    <ActionForm action={setUp} fields={FIELDS}>
      <input type="hidden" name="token" value={token} />
      <fieldset className="flex flex-col gap-4">
        <legend className="mb-3 font-medium text-ink">{t("workspace")}</legend>
        <WorkspaceFields />
      </fieldset>
      <fieldset className="flex flex-col gap-4 border-line border-t pt-5">
        <legend className="sr-only">{t("you")}</legend>
        <p aria-hidden="true" className="font-medium text-ink">
          {t("you")}
        </p>
        <TextField name="ownerName" label={t("ownerName")} autoComplete="name" maxLength={120} />
        <TextField name="email" label={t("email")} type="email" autoComplete="email" maxLength={254} />
        <TextField
          name="password"
          label={t("password")}
          hint={t("passwordHint")}
          type="password"
          autoComplete="new-password"
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <TextField
          name="passwordAgain"
          label={t("passwordAgain")}
          type="password"
          autoComplete="new-password"
          error={differs}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
      </fieldset>
      <SubmitButton className="w-full">{t("submit")}</SubmitButton>
    </ActionForm>
  );
}

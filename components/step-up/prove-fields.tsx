"use client";

import { useTranslations } from "next-intl";
import { TextField } from "#components/form/form-fields.tsx";

/** What a person shows to prove that it is them: the password. */
export function ProveFields({ email }: { email: string }) {
  const t = useTranslations("auth.prove");
  return (
    <>
      {/* For password managers: whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <TextField name="password" type="password" label={t("password")} autoComplete="current-password" autoFocus />
    </>
  );
}

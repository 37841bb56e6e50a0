"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormField } from "#components/form/form-context.ts";
import { TextField } from "#components/form/form-fields.tsx";
import { suggestSlug } from "#lib/setup/schemas.ts";

/** Name and address; the address follows the name until somebody writes their own. Left empty, the server does the same. */
export function WorkspaceFields() {
  const t = useTranslations("setup");
  const [name, setName] = useState(useFormField("workspaceName").value ?? "");
  const [ownSlug, setOwnSlug] = useState(useFormField("slug").value ?? "");
  return (
    <>
      <TextField
        name="workspaceName"
        label={t("workspaceName")}
        hint={t("workspaceNameHint")}
        maxLength={80}
        autoComplete="organization"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextField
        name="slug"
        label={t("slug")}
        hint={t("slugHint")}
        maxLength={48}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        mono
        value={ownSlug === "" ? suggestSlug(name) : ownSlug}
        onChange={(event) => setOwnSlug(event.currentTarget.value)}
      />
    </>
  );
}

"use client";

import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { FormAction } from "#components/form/use-action-form.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { AddressesField } from "./addresses-field.tsx";
import { HoursField } from "./hours-field.tsx";
import { KeyFormDialog } from "./key-form-dialog.tsx";
import { type LoadProjects, ProjectsField } from "./projects-field.tsx";

const FIELDS = ["allowedAddresses", "allowedHours", "projectIds"] as const;

type ChangeRestrictionsDialogProps = {
  apiKey: ApiKey;
  action: FormAction<unknown>;
  /** The address that the person comes from; null where nobody vouches for one. */
  ownAddress: string | null;
  loadProjects: LoadProjects;
};

/** From where, when and for which projects a key works from now on. */
export function ChangeRestrictionsDialog({ apiKey, action, ownAddress, loadProjects }: ChangeRestrictionsDialogProps) {
  const t = useTranslations("apiKeys.restrictions");
  const { name } = apiKey;
  const texts = {
    open: t("change"),
    title: t("changeOf", { name }),
    description: t("changeDescription"),
    submit: t("submit"),
    done: t("done", { name }),
  };
  return (
    <KeyFormDialog apiKey={apiKey} action={action} fields={FIELDS} icon={<ShieldCheck aria-hidden />} texts={texts}>
      <AddressesField ownAddress={ownAddress} initial={apiKey.allowedAddresses} />
      <HoursField initial={apiKey.allowedHours} />
      <ProjectsField environment={apiKey.environment} loadProjects={loadProjects} initial={apiKey.projectIds} />
    </KeyFormDialog>
  );
}

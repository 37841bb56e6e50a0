"use client";

import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { AddressesField } from "./addresses-field.tsx";
import { HoursField } from "./hours-field.tsx";
import { type LoadProjects, ProjectsField } from "./projects-field.tsx";

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
  const common = useTranslations("common");
  const [isOpen, setIsOpen] = useState(false);

  function close() {
    toast.success(t("done", { name: apiKey.name }));
    setIsOpen(false);
  }

  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button size="sm">
          <ShieldCheck aria-hidden />
          {t("change")}
        </Button>
      </DialogTrigger>
      <DialogContent title={t("changeOf", { name: apiKey.name })} description={t("changeDescription")}>
        <ActionForm action={action} fields={["allowedAddresses", "allowedHours", "projectIds"]} onSuccess={close}>
          <input type="hidden" name="version" value={apiKey.version} />
          <AddressesField ownAddress={ownAddress} initial={apiKey.allowedAddresses} />
          <HoursField initial={apiKey.allowedHours} />
          <ProjectsField environment={apiKey.environment} loadProjects={loadProjects} initial={apiKey.projectIds} />
          <DialogFooter>
            <DialogClose asChild>
              <Button>{common("cancel")}</Button>
            </DialogClose>
            <SubmitButton>{t("submit")}</SubmitButton>
          </DialogFooter>
        </ActionForm>
      </DialogContent>
    </Dialog>
  );
}

"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { CreateApiKeyForm, type NewApiKeySetting } from "./create-api-key-form.tsx";
import type { CreatedApiKey } from "./created-key-panel.tsx";
import { forgetParam } from "./forget-param.ts";
import { IssueKeyDialog } from "./issue-key-dialog.tsx";

type CreateApiKeyDialogProps = {
  action: FormAction<CreatedApiKey>;
  endpoint: string;
  keysHref: string;
  setting: NewApiKeySetting;
  isInitiallyOpen: boolean;
};

/** The button "New key", and all that follows. */
export function CreateApiKeyDialog({ action, endpoint, keysHref, setting, isInitiallyOpen }: CreateApiKeyDialogProps) {
  const t = useTranslations("apiKeys");
  const [isOpen, setIsOpen] = useState(isInitiallyOpen);
  // The next key that is made here takes nobody's place.
  const [like, setLike] = useState(setting.like);

  function setOpen(next: boolean) {
    setIsOpen(next);
    if (next) return;
    setLike(null);
    forgetParam("create");
    forgetParam("like");
  }

  return (
    <IssueKeyDialog
      open={isOpen}
      onOpenChange={setOpen}
      title={t("create.title")}
      description={t("create.description")}
      announcement={(name) => t("announce.created", { name })}
      endpoint={endpoint}
      keysHref={keysHref}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden />
          {t("new")}
        </Button>
      }
      form={(onIssued) => <CreateApiKeyForm action={action} setting={{ ...setting, like }} onCreated={onIssued} />}
    />
  );
}

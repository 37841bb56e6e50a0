"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogClose, DialogFooter } from "#components/ui/dialog.tsx";
import type { Role } from "#lib/authz/index.ts";
import type { AddedMember } from "./added-member-panel.tsx";
import { RoleChoice } from "./role-choice.tsx";

type AddMemberFormProps = {
  roles: readonly Role[];
  action: FormAction<AddedMember>;
  onAdded: (added: AddedMember) => void;
};

export function AddMemberForm({ roles, action, onAdded }: AddMemberFormProps) {
  const t = useTranslations("members.add");
  const common = useTranslations("common");
  return (
    <ActionForm action={action} onSuccess={({ data }) => data && onAdded(data)} fields={["email", "name"]}>
      <TextField
        name="email"
        type="email"
        label={t("email")}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
      />
      <TextField name="name" label={t("name")} hint={t("nameHint")} optional autoComplete="off" maxLength={120} />
      <RoleChoice roles={roles} defaultValue="member" />
      <DialogFooter>
        <DialogClose asChild>
          <Button>{common("cancel")}</Button>
        </DialogClose>
        <SubmitButton>{t("submit")}</SubmitButton>
      </DialogFooter>
    </ActionForm>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Role } from "#lib/authz/index.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import type { Member } from "#lib/members/schemas.ts";
import { RoleChoice } from "./role-choice.tsx";

type Changed = { member: Member };
export type ChangeRoleAction = (
  userId: string,
  previous: FormState<Changed>,
  data: FormData,
) => Promise<FormState<Changed>>;

type ChangeRoleDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  member: Member;
  isSelf: boolean;
  roles: readonly Role[];
  action: ChangeRoleAction;
};

export function ChangeRoleDialog({ open, onOpenChange, member, isSelf, roles, action }: ChangeRoleDialogProps) {
  const t = useTranslations("members");
  const common = useTranslations("common");
  const submit: FormAction<Changed> = (previous, data) => action(member.id, previous, data);

  function finish({ data }: FormState<Changed>) {
    onOpenChange(false);
    if (data) toast.success(t("changeRole.done", { name: data.member.name, role: t(`roles.${data.member.role}`) }));
  }

  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        size="sm"
        title={t("changeRole.title", { name: member.name })}
        description={t("changeRole.description")}
      >
        <ActionForm action={submit} onSuccess={finish} fields={[]}>
          <input type="hidden" name="version" value={member.version} />
          {isSelf && <Callout tone="warning">{t("changeRole.self")}</Callout>}
          <RoleChoice roles={roles} defaultValue={member.role} />
          <DialogFooter>
            <DialogClose asChild>
              <Button>{common("cancel")}</Button>
            </DialogClose>
            <SubmitButton>{t("changeRole.submit")}</SubmitButton>
          </DialogFooter>
        </ActionForm>
      </DialogContent>
    </Dialog>
  );
}

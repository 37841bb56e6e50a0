"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { toast } from "#components/ui/toast.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import type { Member } from "#lib/members/schemas.ts";

export type RemoveMemberAction = (userId: string) => Promise<FormState>;

type RemoveMemberDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  member: Member;
  isSelf: boolean;
  workspaceName: string;
  action: RemoveMemberAction;
};

export function RemoveMemberDialog({ member, isSelf, workspaceName, action, ...dialog }: RemoveMemberDialogProps) {
  const t = useTranslations("members.remove");
  const [refusal, setRefusal] = useState<string>();
  const { name } = member;

  function setOpen(open: boolean) {
    setRefusal(undefined);
    dialog.onOpenChange(open);
  }

  async function remove() {
    const state = await action(member.id);
    if (!state.ok) {
      setRefusal(state.message);
      return false;
    }
    toast.success(t("done", { name }));
    return true;
  }

  return (
    <ConfirmDialog
      open={dialog.open}
      onOpenChange={setOpen}
      title={isSelf ? t("titleSelf", { workspace: workspaceName }) : t("title", { name, workspace: workspaceName })}
      description={isSelf ? t("descriptionSelf") : t("description", { name })}
      confirmLabel={isSelf ? t("submitSelf") : t("submit", { name })}
      onConfirm={remove}
    >
      {refusal && <Callout tone="danger" live title={refusal} />}
    </ConfirmDialog>
  );
}

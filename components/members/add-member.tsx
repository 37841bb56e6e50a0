"use client";

import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormAction } from "#components/form/use-action-form.ts";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent, DialogTrigger } from "#components/ui/dialog.tsx";
import { announce } from "#components/ui/live-region.tsx";
import type { Role } from "#lib/authz/index.ts";
import { AddMemberForm } from "./add-member-form.tsx";
import { type AddedMember, AddedMemberPanel } from "./added-member-panel.tsx";

type AddMemberProps = { roles: readonly Role[]; action: FormAction<AddedMember> };

/** The button, its dialog, and in the same dialog the generated password, shown once. */
export function AddMember({ roles, action }: AddMemberProps) {
  const t = useTranslations("members");
  const [isOpen, setIsOpen] = useState(false);
  const [added, setAdded] = useState<AddedMember | null>(null);
  const [isCopied, setIsCopied] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const mustAsk = Boolean(added?.generatedPassword) && !isCopied;

  function setOpen(open: boolean) {
    if (!open && mustAsk) return setIsAsking(true);
    if (open) reset();
    setIsOpen(open);
  }

  function reset() {
    setAdded(null);
    setIsCopied(false);
  }

  function show(answer: AddedMember) {
    setAdded(answer);
    announce(t("added.announcement", { name: answer.member.name }));
  }

  const name = added?.member.name ?? "";
  return (
    <>
      <Dialog open={isOpen} onOpenChange={setOpen}>
        <DialogTrigger asChild>
          <Button variant="primary">
            <UserPlus aria-hidden />
            {t("add.action")}
          </Button>
        </DialogTrigger>
        {added ? (
          <DialogContent key="added" title={t("added.title", { name })}>
            <AddedMemberPanel added={added} onCopied={() => setIsCopied(true)} onDone={() => setOpen(false)} />
          </DialogContent>
        ) : (
          <DialogContent key="add" title={t("add.title")} description={t("add.description")}>
            <AddMemberForm roles={roles} action={action} onAdded={show} />
          </DialogContent>
        )}
      </Dialog>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t("added.closeTitle")}
        description={t("added.closeDescription", { name })}
        confirmLabel={t("added.closeAnyway")}
        cancelLabel={t("added.back")}
        onConfirm={() => setIsOpen(false)}
      />
    </>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { announce } from "#components/ui/live-region.tsx";
import { type IssuedSecret, SecretPanel } from "./secret-panel.tsx";

type SecretDialogProps = {
  title: string;
  description: string;
  /** The form that leads to a secret. */
  form: (onIssued: (issued: IssuedSecret) => void) => ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** From a form to the secret that is shown once. Closing without having copied it asks first. */
export function SecretDialog({ title, description, form, open, onOpenChange }: SecretDialogProps) {
  const t = useTranslations("webhooks.secret");
  const [issued, setIssued] = useState<IssuedSecret | null>(null);
  const [isCopied, setIsCopied] = useState(false);
  const [isAsking, setIsAsking] = useState(false);

  function setOpen(next: boolean) {
    if (!next && issued !== null && !isCopied) return setIsAsking(true);
    close(next);
  }

  function close(next = false) {
    onOpenChange(next);
    setIssued(null);
    setIsCopied(false);
  }

  function show(data: IssuedSecret) {
    setIssued(data);
    announce(t("announcement"));
  }

  return (
    <>
      <Dialog open={open} onOpenChange={setOpen}>
        {issued === null ? (
          <DialogContent key="form" title={title} description={description}>
            {form(show)}
          </DialogContent>
        ) : (
          <DialogContent
            key="issued"
            title={t("title")}
            footer={
              <Button variant={isCopied ? "primary" : "secondary"} onClick={() => setOpen(false)}>
                {t("done")}
              </Button>
            }
          >
            <SecretPanel issued={issued} onCopied={() => setIsCopied(true)} />
          </DialogContent>
        )}
      </Dialog>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t("closeTitle")}
        description={t("closeDescription")}
        confirmLabel={t("closeAnyway")}
        cancelLabel={t("back")}
        onConfirm={() => close()}
      />
    </>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent, DialogTrigger } from "#components/ui/dialog.tsx";
import { announce } from "#components/ui/live-region.tsx";
import { type CreatedApiKey, CreatedKeyPanel } from "./created-key-panel.tsx";

type IssueKeyDialogProps = {
  title: string;
  description: string;
  /** The form that leads to a key. */
  form: (onIssued: (issued: CreatedApiKey) => void) => ReactNode;
  /** What a screen reader hears when the key is there. */
  announcement: (name: string) => string;
  /** The address of the MCP endpoint. */
  endpoint: string;
  /** Where the page of a key is: this, a slash, the key's id. */
  keysHref: string;
  trigger?: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Runs when the dialog closes after a key was made. */
  onDone?: (issued: CreatedApiKey) => void;
};

/** From a form to the key that is shown once. Closing without having copied it asks first. */
export function IssueKeyDialog({ trigger, ...props }: IssueKeyDialogProps) {
  const t = useTranslations("apiKeys.created");
  const [issued, setIssued] = useState<CreatedApiKey | null>(null);
  const [isCopied, setIsCopied] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const isAtRisk = issued !== null && !isCopied;
  useLeaveWarning(isAtRisk);

  function setOpen(next: boolean) {
    if (!next && isAtRisk) return setIsAsking(true);
    close(next);
  }

  function close(next = false) {
    props.onOpenChange(next);
    if (issued !== null) props.onDone?.(issued);
    setIssued(null);
    setIsCopied(false);
  }

  function show(data: CreatedApiKey) {
    setIssued(data);
    announce(props.announcement(data.apiKey.name));
  }

  return (
    <>
      <Dialog open={props.open} onOpenChange={setOpen}>
        {trigger && <DialogTrigger asChild>{trigger}</DialogTrigger>}
        {issued === null ? (
          <DialogContent key="form" title={props.title} description={props.description}>
            {props.form(show)}
          </DialogContent>
        ) : (
          // Another key, so that it begins at its top and takes the focus.
          <DialogContent
            key="issued"
            title={t("title", { name: issued.apiKey.name })}
            size="lg"
            footer={
              <Button variant={isCopied ? "primary" : "secondary"} onClick={() => setOpen(false)}>
                {t("done")}
              </Button>
            }
          >
            <CreatedKeyPanel
              created={issued}
              endpoint={props.endpoint}
              firstCallHref={`${props.keysHref}/${issued.apiKey.id}/first-call`}
              onCopied={() => setIsCopied(true)}
            />
          </DialogContent>
        )}
      </Dialog>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t("guard.title")}
        description={t("guard.description")}
        confirmLabel={t("guard.close")}
        cancelLabel={t("guard.back")}
        onConfirm={() => close()}
      />
    </>
  );
}

/** The browser's own question before the tab is closed or left. */
function useLeaveWarning(isActive: boolean) {
  useEffect(() => {
    if (!isActive) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isActive]);
}

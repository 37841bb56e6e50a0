"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { forgetParam } from "./forget-param.ts";
import { Refusal } from "./refusal.tsx";
import { useKeyAction } from "./use-key-action.ts";

type Resume = (apiKeyId: string) => Promise<FormState>;

type WritesPausedCalloutProps = {
  apiKey: ApiKey;
  /** Where what it did is listed. */
  activityHref: string;
  /** Null for those who may only look. */
  resume: Resume | null;
  /** The list leads here with the dialog open. */
  isInitiallyOpen: boolean;
};

/** Why a key's writes are refused, and the one way on. */
export function WritesPausedCallout({ apiKey, resume, ...props }: WritesPausedCalloutProps) {
  const t = useTranslations("apiKeys.paused");
  return (
    <Callout
      tone="warning"
      title={t("title")}
      className="mb-5"
      actions={
        <>
          <Link href={asRoute(props.activityHref)} className={buttonClass({ size: "sm" })}>
            {t("look")}
          </Link>
          {resume && <ResumeDialog apiKey={apiKey} resume={resume} isInitiallyOpen={props.isInitiallyOpen} />}
        </>
      }
    >
      {t(apiKey.writesPausedBy ?? "minute")} {t("body")}
    </Callout>
  );
}

type ResumeDialogProps = { apiKey: ApiKey; resume: Resume; isInitiallyOpen: boolean };

/** The one way to let a key write again, from its page and from the list: it says first why it was stopped. */
function ResumeDialog({ apiKey, resume, isInitiallyOpen }: ResumeDialogProps) {
  const t = useTranslations("apiKeys.paused");
  const [isOpen, setIsOpen] = useState(isInitiallyOpen);
  const { run, refusal } = useKeyAction(t("done", { name: apiKey.name }));

  function setOpen(next: boolean) {
    setIsOpen(next);
    if (!next) forgetParam("resumeWrites");
  }

  return (
    <ConfirmDialog
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button size="sm">{t("open")}</Button>}
      tone="primary"
      title={t("question", { name: apiKey.name })}
      description={
        <>
          {t(apiKey.writesPausedBy ?? "minute")} {t("consequence")}
        </>
      }
      confirmLabel={t("resume")}
      onConfirm={() => run(() => resume(apiKey.id))}
    >
      {refusal && <Refusal state={refusal} />}
    </ConfirmDialog>
  );
}

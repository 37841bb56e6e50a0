"use client";

import { Snowflake } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SelectField, TextareaField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog.tsx";
import { announce } from "#components/ui/live-region.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.ts";
import { FREEZE_SCOPES, type FreezeScope, MAX_NOTE_LENGTH, type WriteFreeze } from "#lib/write-freeze/schemas.ts";

type Actions = { freeze: FormAction<unknown>; lift: FormAction<unknown> };
type WriteFreezesProps = {
  freezes: readonly WriteFreeze[];
  /** Null for who may only look. */
  actions: Actions | null;
};

/** The freezes that are in force, each with its switch. */
export function WriteFreezes({ freezes, actions }: WriteFreezesProps) {
  const t = useTranslations("security.freeze");
  return (
    <div className="mb-5 flex flex-col gap-3">
      {freezes.map((freeze) => (
        <Callout
          key={freeze.scope}
          tone="danger"
          title={t(`title.${freeze.scope}`)}
          actions={actions && <LiftButton scope={freeze.scope} action={actions.lift} />}
        >
          <p>“{freeze.note}”</p>
          <p className="text-sm">
            <DateTime at={freeze.frozenAt} /> · {freeze.frozenByName}
          </p>
        </Callout>
      ))}
      {actions && <FreezeDialog freezes={freezes} action={actions.freeze} />}
    </div>
  );
}

function LiftButton({ scope, action }: { scope: FreezeScope; action: FormAction<unknown> }) {
  const t = useTranslations("security.freeze");
  const done = () => {
    announce(t("lifted"));
    toast.success(t("lifted"));
  };
  return (
    <ActionForm action={action} onSuccess={done}>
      <input type="hidden" name="scope" value={scope} />
      <SubmitButton size="sm" aria-label={t(`liftOf.${scope}`)}>
        {t("lift")}
      </SubmitButton>
    </ActionForm>
  );
}

function FreezeDialog({ freezes, action }: { freezes: readonly WriteFreeze[]; action: FormAction<unknown> }) {
  const t = useTranslations("security.freeze");
  const common = useTranslations("common");
  const [isOpen, setIsOpen] = useState(false);
  const open = FREEZE_SCOPES.filter((scope) => !freezes.some((freeze) => freeze.scope === scope));

  function close() {
    announce(t("done"));
    toast.success(t("done"));
    setIsOpen(false);
  }

  if (open.length === 0) return null;
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button className="self-start">
          <Snowflake aria-hidden />
          {t("open")}
        </Button>
      </DialogTrigger>
      <DialogContent title={t("dialogTitle")} description={t("dialogDescription")} size="sm">
        <ActionForm action={action} fields={["scope", "note"]} onSuccess={close}>
          <SelectField
            name="scope"
            label={t("scope")}
            options={open.map((value) => ({ value, label: t(`scopes.${value}`) }))}
          />
          <TextareaField name="note" label={t("note")} hint={t("noteHint")} maxLength={MAX_NOTE_LENGTH} rows={3} />
          <DialogFooter>
            <DialogClose asChild>
              <Button>{common("cancel")}</Button>
            </DialogClose>
            <SubmitButton variant="danger">{t("submit")}</SubmitButton>
          </DialogFooter>
        </ActionForm>
      </DialogContent>
    </Dialog>
  );
}

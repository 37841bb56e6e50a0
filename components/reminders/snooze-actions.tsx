"use client";

import { BellOff, BellRing } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SelectField, TextareaField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import type { FormState } from "#lib/forms/form-state.ts";

const OFFERED_DAYS = [3, 7, 14, 30, 90] as const;

type SnoozeActionsProps = {
  /** The key's. */
  name: string;
  isSnoozed: boolean;
  snooze: FormAction<unknown>;
  end: () => Promise<FormState>;
};

/** Puts a key's reminders off, or lets them come again. */
export function SnoozeActions({ name, isSnoozed, snooze, end }: SnoozeActionsProps) {
  const t = useTranslations("reminders.snooze");
  const common = useTranslations("common");
  const [isOpen, setIsOpen] = useState(false);
  const [isPending, startTransition] = useTransition();

  async function endNow() {
    const state = await end();
    if (state.ok) toast.success(t("ended"));
    else toast.error(state.message ?? "");
  }

  return (
    <>
      {isSnoozed && (
        <Button size="sm" pending={isPending} onClick={() => startTransition(endNow)}>
          <BellRing aria-hidden />
          {t("end")}
        </Button>
      )}
      <Button size="sm" onClick={() => setIsOpen(true)}>
        <BellOff aria-hidden />
        {t("open")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        <DialogContent size="sm" title={t("title", { name })} description={t("description")}>
          <ActionForm
            action={snooze}
            fields={["days", "reason"]}
            onSuccess={() => {
              toast.success(t("done"));
              setIsOpen(false);
            }}
          >
            <SelectField
              name="days"
              label={t("days")}
              defaultValue="7"
              options={OFFERED_DAYS.map((count) => ({ value: String(count), label: t("daysOption", { count }) }))}
            />
            <TextareaField name="reason" label={t("reason")} hint={t("reasonHint")} rows={2} maxLength={500} />
            <DialogFooter>
              <DialogClose asChild>
                <Button>{common("cancel")}</Button>
              </DialogClose>
              <SubmitButton>{t("submit")}</SubmitButton>
            </DialogFooter>
          </ActionForm>
        </DialogContent>
      </Dialog>
    </>
  );
}

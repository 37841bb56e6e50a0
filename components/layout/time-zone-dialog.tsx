"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { SelectField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { timeZoneName, timeZones } from "#lib/i18n/time-zones.ts";

type TimeZoneDialogProps = {
  /** Null: the browser's own. */
  chosen: string | null;
  action: FormAction<unknown>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** In which time zone a person reads times, here and in mails. */
export function TimeZoneDialog({ chosen, action, ...dialog }: TimeZoneDialogProps) {
  const t = useTranslations("shell.timeZone");
  const common = useTranslations("common");
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;

  function close() {
    toast.success(t("done"));
    dialog.onOpenChange(false);
  }

  return (
    <Dialog {...dialog}>
      <DialogContent title={t("title")} description={t("description")} size="sm">
        <ActionForm action={action} fields={["timeZone"]} onSuccess={close}>
          <SelectField
            name="timeZone"
            label={t("label")}
            optional
            defaultValue={chosen ?? ""}
            placeholder={t("browsers", { zone: timeZoneName(own) })}
            options={timeZones(chosen ?? own).map((zone) => ({ value: zone, label: timeZoneName(zone) }))}
          />
          <DialogFooter>
            <DialogClose asChild>
              <Button>{common("cancel")}</Button>
            </DialogClose>
            <SubmitButton>{t("submit")}</SubmitButton>
          </DialogFooter>
        </ActionForm>
      </DialogContent>
    </Dialog>
  );
}

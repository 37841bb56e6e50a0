"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SelectField, TextareaField, TextField } from "#components/form/form-fields.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import type { Destination } from "#lib/audit-delivery/schemas.ts";
import { FormDialog } from "./form-dialog.tsx";

const FIELDS = ["stream", "by", "leaf", "time", "why"];
const WAYS = ["time", "leaf"] as const;

type MoveDialogProps = {
  destination: Destination;
  action: FormAction<unknown>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Going on from another place: a moment, or a leaf. */
export function MoveDialog({ destination: { streams }, ...dialog }: MoveDialogProps) {
  const t = useTranslations("auditDelivery");
  const [by, setBy] = useState<string>("time");
  const options = streams.map(({ stream, nextLeaf }) => ({
    value: stream,
    label: t("move.streamAt", { stream: t(`stream.${stream}`), leaf: nextLeaf }),
  }));
  return (
    <FormDialog
      title={t("move.title")}
      description={t("move.description")}
      submit={t("move.submit")}
      done={t("move.done")}
      fields={FIELDS}
      {...dialog}
    >
      <SelectField name="stream" label={t("move.stream")} options={options} />
      <SelectField
        name="by"
        label={t("move.from")}
        value={by}
        onChange={(event) => setBy(event.target.value)}
        options={WAYS.map((value) => ({ value, label: t(`move.by.${value}`) }))}
      />
      {by === "leaf" ? (
        <TextField name="leaf" type="number" min={0} step={1} label={t("move.leaf")} hint={t("move.leafHint")} />
      ) : (
        <TextField name="time" type="datetime-local" label={t("move.time")} hint={t("move.timeHint")} />
      )}
      <TextareaField name="why" label={t("move.why")} hint={t("move.whyHint")} maxLength={500} rows={2} />
    </FormDialog>
  );
}

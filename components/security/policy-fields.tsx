"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormField } from "#components/form/form-context.ts";
import { SelectField, TextField } from "#components/form/form-fields.tsx";
import {
  CONFIRMATIONS,
  type EnvironmentPolicy,
  LEAK_REACTIONS,
  MAX_AGE_DAYS,
  MAX_BULK_ROWS,
  MAX_GRACE_DAYS,
  MAX_PER_MINUTE,
  MAX_PHRASE_LENGTH,
  MAX_ROTATION_DAYS,
} from "#lib/environment-policy/schemas.ts";

type FieldsProps = { policy: EnvironmentPolicy };

const CREATOR_CHOICES = [
  { value: "owner,admin", name: "both", isRare: false },
  { value: "owner", name: "owner", isRare: false },
  // Only by the command line: offered where it is in force.
  { value: "admin", name: "admin", isRare: true },
] as const;

export function KeyFields({ policy }: FieldsProps) {
  const t = useTranslations("security");
  const creators = policy.creatorRoles.join(",");
  return (
    <Group title={t("group.keys")}>
      <SelectField
        name="creatorRoles"
        label={t("field.creators")}
        hint={t("hint.creators")}
        defaultValue={creators}
        options={CREATOR_CHOICES.filter(({ isRare, value }) => !isRare || value === creators).map(
          ({ value, name }) => ({
            value,
            label: t(`creators.${name}`),
          }),
        )}
      />
      <SelectField
        name="leakReaction"
        label={t("field.leak")}
        hint={t("hint.leak")}
        defaultValue={policy.leakReaction}
        options={LEAK_REACTIONS.map((value) => ({ value, label: t(`leak.${value}`) }))}
      />
      <SelectField
        name="keyApproval"
        label={t("field.keyApproval")}
        hint={t("hint.keyApproval")}
        defaultValue={policy.isKeyApprovalRequired ? "required" : "not_required"}
        options={(["not_required", "required"] as const).map((value) => ({ value, label: t(`keyApproval.${value}`) }))}
      />
    </Group>
  );
}

export function RotationFields({ policy }: FieldsProps) {
  const t = useTranslations("security");
  return (
    <Group title={t("group.rotation")}>
      <SelectField
        name="rotation"
        label={t("field.rotation")}
        defaultValue={policy.isRotationRequired ? "required" : "optional"}
        options={(["required", "optional"] as const).map((value) => ({ value, label: t(`rotation.${value}`) }))}
      />
      <CountField
        name="rotateEveryDays"
        label={t("field.rotateEvery")}
        hint={t("hint.rotateEvery")}
        value={policy.rotateEveryDays}
        maximum={MAX_ROTATION_DAYS}
      />
      <CountField
        name="suspendOverdueAfterDays"
        label={t("field.suspendOverdueAfter")}
        hint={t("hint.suspendOverdueAfter")}
        value={policy.suspendOverdueAfterDays}
        maximum={MAX_GRACE_DAYS}
      />
      <CountField
        name="maxAgeDays"
        label={t("field.maxAgeDays")}
        hint={t("hint.maxAge")}
        value={policy.maxAgeDays}
        maximum={MAX_AGE_DAYS}
      />
    </Group>
  );
}

export function WriteFields({ policy }: FieldsProps) {
  const t = useTranslations("security");
  return (
    <Group title={t("group.calls")}>
      <SelectField
        name="confirmation"
        label={t("field.confirmation")}
        hint={t("hint.confirmation")}
        defaultValue={policy.confirmation}
        options={CONFIRMATIONS.map((value) => ({ value, label: t(`confirmation.${value}`) }))}
        className="sm:col-span-2"
      />
      <SelectField
        name="destructiveConfirmation"
        label={t("field.destructiveConfirmation")}
        hint={t("hint.destructiveConfirmation")}
        defaultValue={policy.destructiveConfirmation}
        options={CONFIRMATIONS.map((value) => ({ value, label: t(`confirmation.${value}`) }))}
        className="sm:col-span-2"
      />
      <CountField
        name="bulkRows"
        label={t("field.bulkRows")}
        hint={t("hint.bulkRows")}
        value={policy.bulkRows}
        maximum={MAX_BULK_ROWS}
      />
      <CountField
        name="maxRows"
        label={t("field.maxRows")}
        hint={t("hint.maxRows")}
        value={policy.maxRows}
        maximum={MAX_BULK_ROWS}
      />
      <TextField
        name="confirmPhrase"
        label={t("field.confirmPhrase")}
        hint={t("hint.confirmPhrase")}
        maxLength={MAX_PHRASE_LENGTH}
        defaultValue={policy.confirmPhrase}
      />
      <SelectField
        name="reasons"
        label={t("field.reasons")}
        hint={t("hint.reasons")}
        defaultValue={policy.isReasonRequired ? "required" : "optional"}
        options={(["required", "optional"] as const).map((value) => ({ value, label: t(`reasons.${value}`) }))}
        className="sm:col-span-2"
      />
      <SelectField
        name="approvers"
        label={t("field.approvers")}
        hint={t("hint.approvers")}
        defaultValue={policy.isFourEyesRequired ? "others" : "anyone"}
        options={(["anyone", "others"] as const).map((value) => ({ value, label: t(`approvers.${value}`) }))}
        className="sm:col-span-2"
      />
      <CountField
        name="requestsPerMinute"
        label={t("field.requests")}
        hint={t("hint.budget")}
        value={policy.requestsPerMinute}
        maximum={MAX_PER_MINUTE}
      />
      <CountField
        name="writesPerMinute"
        label={t("field.writes")}
        hint={t("hint.budget")}
        value={policy.writesPerMinute}
        maximum={MAX_PER_MINUTE}
      />
      <CountField
        name="writesPerHour"
        label={t("field.hourWrites")}
        hint={t("hint.hourWrites")}
        value={policy.writesPerHour}
        maximum={MAX_PER_MINUTE}
      />
    </Group>
  );
}

const LOG_PARTS = ["params", "result", "changes"] as const;

/** Native boxes: they work without JavaScript, and are told to the form's onChange. */
export function LogFields({ policy }: FieldsProps) {
  const t = useTranslations("security");
  const { value } = useFormField("logParts");
  const chosen: readonly string[] = value === undefined ? policy.logParts : value.split(",");
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-semibold text-ink">{t("group.log")}</legend>
      {LOG_PARTS.map((part) => (
        <label key={part} className="flex cursor-pointer items-start gap-2.5 text-ink">
          <input
            type="checkbox"
            name="logParts"
            value={part}
            defaultChecked={chosen.includes(part)}
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span>
            {t(`logPart.${part}`)}
            <span className="block text-ink-muted text-sm">{t(`logHint.${part}`)}</span>
          </span>
        </label>
      ))}
      <p className="text-ink-faint text-sm">{t("hint.log")}</p>
    </fieldset>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-3 font-semibold text-ink">{title}</legend>
      <div className="grid items-start gap-5 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}

type CountFieldProps = { name: string; label: string; hint: string; value: number | null; maximum: number };

/** A number, or nothing for none. */
function CountField({ value, maximum, ...props }: CountFieldProps) {
  return (
    <TextField
      {...props}
      optional
      type="number"
      inputMode="numeric"
      min={1}
      max={maximum}
      defaultValue={value === null ? "" : String(value)}
    />
  );
}

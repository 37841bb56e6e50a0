"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useFormField } from "#components/form/form-context.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { useFormatters } from "#lib/i18n/use-formatters.ts";

type DaysFieldProps = {
  /** What the form sends; absent from the form while nothing is chosen. */
  name: string;
  /** What one day counts in the value that is sent. */
  unit: number;
  label: string;
  none: string;
  customLabel: string;
  presets: readonly number[];
  maximum: number;
  customDays: string;
  /** The line below, for the number of days that is chosen; null for none. */
  hint: (days: number | null) => ReactNode;
};

/** A number of days: none, a preset, or one's own. */
export function DaysField({ name, unit, presets, maximum, hint, ...props }: DaysFieldProps) {
  const t = useTranslations("apiKeys.days");
  const format = useFormatters();
  const { errors } = useFormField(name);
  const [choice, setChoice] = useState("");
  const [customDays, setCustomDays] = useState(props.customDays);
  const days = Number(choice === "custom" ? customDays : choice);
  const isValid = Number.isInteger(days) && days >= 1 && days <= maximum;
  const isBroken = choice === "custom" && !isValid;
  return (
    <Field
      label={props.label}
      optional
      hint={isBroken ? undefined : hint(choice === "" ? null : days)}
      error={isBroken ? t("invalid", { maximum: format.number(maximum) }) : errors}
    >
      {(control) => (
        <div className="flex gap-2">
          <Select {...control} value={choice} onChange={(event) => setChoice(event.target.value)} className="flex-1">
            <option value="">{props.none}</option>
            {presets.map((value) => (
              <option key={value} value={value}>
                {t("count", { count: value })}
              </option>
            ))}
            <option value="custom">{t("custom")}</option>
          </Select>
          {choice === "custom" && (
            <Input
              type="number"
              inputMode="numeric"
              min={1}
              max={maximum}
              value={customDays}
              onChange={(event) => setCustomDays(event.target.value)}
              aria-label={props.customLabel}
              className="w-28"
            />
          )}
          {choice !== "" && <input type="hidden" name={name} value={isValid ? days * unit : ""} />}
        </div>
      )}
    </Field>
  );
}

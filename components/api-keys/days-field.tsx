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
  /** Chosen at first; null: nothing is. */
  initial?: number | null;
  /** The line below, for the number of days that is chosen; null for none. */
  hint: (days: number | null) => ReactNode;
};

/** A number of days: none, a preset, or one's own. */
export function DaysField({ name, unit, presets, maximum, hint, initial = null, ...props }: DaysFieldProps) {
  const t = useTranslations("apiKeys.days");
  const format = useFormatters();
  const { errors } = useFormField(name);
  const [choice, setChoice] = useState(initial === null ? "" : String(initial));
  const [customDays, setCustomDays] = useState(props.customDays);
  const text = choice === "custom" ? customDays : choice;
  const days = Number(text);
  // What is no preset, or none any more because the policy has come, is one's own number.
  const isCustom = choice !== "" && !presets.includes(Number(choice));
  const isValid = Number.isInteger(days) && days >= 1 && days <= maximum;
  const isBroken = isCustom && !isValid;
  return (
    <Field
      label={props.label}
      optional
      hint={isBroken ? undefined : hint(choice === "" ? null : days)}
      error={isBroken ? t("invalid", { maximum: format.number(maximum) }) : errors}
    >
      {(control) => (
        <div className="flex gap-2">
          <Select
            {...control}
            value={isCustom ? "custom" : choice}
            onChange={(event) => setChoice(event.target.value)}
            className="flex-1"
          >
            <option value="">{props.none}</option>
            {presets.map((value) => (
              <option key={value} value={value}>
                {t("count", { count: value })}
              </option>
            ))}
            <option value="custom">{t("custom")}</option>
          </Select>
          {isCustom && (
            <Input
              type="number"
              inputMode="numeric"
              min={1}
              max={maximum}
              value={text}
              onChange={(event) => {
                setChoice("custom");
                setCustomDays(event.target.value);
              }}
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

"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormField } from "#components/form/form-context.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { MAX_BUDGET } from "#lib/api-keys/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";

export const BUDGET_FIELDS = ["requestsPerMinute", "writesPerMinute", "writesPerHour"] as const;

/** Empty: none. */
export type BudgetValues = Readonly<Record<(typeof BUDGET_FIELDS)[number], number | null>>;

type BudgetsFieldsProps = {
  initial: BudgetValues;
  /** Where the initial values come from, said below the fields. */
  note?: string | undefined;
};

/** How much the key may do in a minute. */
export function BudgetsFields({ initial, note }: BudgetsFieldsProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="grid gap-5 sm:grid-cols-2">
        {BUDGET_FIELDS.map((name) => (
          <BudgetField key={name} name={name} initial={initial[name]} />
        ))}
      </div>
      {note && <p className="text-ink-faint text-sm">{note}</p>}
    </div>
  );
}

type BudgetFieldProps = { name: (typeof BUDGET_FIELDS)[number]; initial: number | null };

function BudgetField({ name, initial }: BudgetFieldProps) {
  const t = useTranslations("apiKeys.budgets");
  const format = useFormatters();
  const { errors } = useFormField(name);
  const [text, setText] = useState(initial === null ? "" : String(initial));
  const [isLeft, setIsLeft] = useState(false);
  const value = Number(text);
  const isBroken = text !== "" && !(Number.isInteger(value) && value >= 1 && value <= MAX_BUDGET);
  return (
    <Field
      label={t(name)}
      optional
      hint={t(`${name}Hint`)}
      error={isLeft && isBroken ? t("invalid", { maximum: format.number(MAX_BUDGET) }) : errors}
    >
      {(control) => (
        <Input
          {...control}
          name={name}
          type="number"
          inputMode="numeric"
          min={1}
          max={MAX_BUDGET}
          value={text}
          placeholder={t("none")}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => setIsLeft(true)}
        />
      )}
    </Field>
  );
}

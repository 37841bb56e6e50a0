"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useFormField } from "#components/form/form-context.ts";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { AllowedHours } from "#lib/api-keys/schemas.ts";
import { timeZoneName, timeZones } from "#lib/i18n/time-zones.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import { dayName, WEEK } from "./week.ts";

/** At any time, or on these days between two times in one time zone. */
export function HoursField({ initial = null }: { initial?: AllowedHours | null }) {
  const t = useTranslations("apiKeys.restrictions");
  const [isRestricted, setIsRestricted] = useState(initial !== null);
  return (
    <div className="flex flex-col gap-3">
      <CheckboxField
        name="hasHours"
        label={t("hours")}
        description={t("hoursHint")}
        checked={isRestricted}
        onCheckedChange={(checked) => setIsRestricted(checked === true)}
      />
      {isRestricted && <Hours initial={initial ?? OFFICE_HOURS} />}
    </div>
  );
}

/** Offered to who restricts a key for the first time; the time zone is the browser's. */
const OFFICE_HOURS = { days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00", timeZone: null };

type InitialHours = Omit<AllowedHours, "timeZone"> & { timeZone: string | null };

function Hours({ initial }: { initial: InitialHours }) {
  const t = useTranslations("apiKeys.restrictions");
  const format = useFormatters();
  const { errors } = useFormField("allowedHours");
  const id = useId();
  const [from, setFrom] = useState(initial.from);
  const [to, setTo] = useState(initial.to);
  const [zone, setZone] = useState(() => initial.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const isSame = from === to;
  return (
    <div className="flex flex-col gap-3 pl-6.5 max-sm:pl-0">
      <fieldset className="min-w-0" aria-describedby={errors.length > 0 ? id : undefined}>
        <legend className="mb-1.5 font-medium text-ink text-sm">{t("days")}</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-1.5">
          {WEEK.map((day) => (
            <CheckboxField
              key={day}
              name="hoursDay"
              value={String(day)}
              defaultChecked={initial.days.includes(day)}
              label={dayName(format, day, "short")}
              aria-label={dayName(format, day, "long")}
              aria-invalid={errors.length > 0 || undefined}
            />
          ))}
        </div>
        {errors.length > 0 && (
          <p id={id} className="mt-1.5 text-danger-ink text-sm">
            {errors.join(" ")}
          </p>
        )}
      </fieldset>
      <div className="grid gap-3 sm:grid-cols-[1fr_1fr_2fr]">
        <Field label={t("from")}>
          {(control) => (
            <Input
              {...control}
              type="time"
              name="hoursFrom"
              required
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("to")} error={isSame ? t("sameTime") : undefined}>
          {(control) => (
            <Input
              {...control}
              type="time"
              name="hoursTo"
              required
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("timeZone")}>
          {(control) => (
            <Select
              {...control}
              name="hoursTimeZone"
              value={zone}
              onChange={(event) => setZone(event.target.value)}
              className="w-full"
            >
              {timeZones(zone).map((name) => (
                <option key={name} value={name}>
                  {timeZoneName(name)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {from > to && <p className="text-ink-faint text-sm">{t("overMidnight")}</p>}
    </div>
  );
}

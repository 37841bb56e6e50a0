"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { useFormField } from "#components/form/form-context.ts";
import { SelectField, TextField } from "#components/form/form-fields.tsx";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { AUDIT_STREAMS } from "#lib/audit/schemas.ts";
import { type Destination, STARTS } from "#lib/audit-delivery/schemas.ts";

/** The names under which the server's answer may complain. */
export const DESTINATION_FIELDS = ["name", "url", "streams", "startsAt"] as const;

const CHOSEN_AT_FIRST = ["workspace", "production"];

/** What people decide about a destination; of a new one also where it begins. */
export function DestinationFields({ destination }: { destination?: Destination }) {
  const t = useTranslations("auditDelivery.field");
  return (
    <>
      <TextField
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        defaultValue={destination?.name}
        autoComplete="off"
        maxLength={80}
      />
      <TextField
        name="url"
        type="url"
        mono
        label={t("url")}
        hint={t("urlHint")}
        defaultValue={destination?.url}
        placeholder="https://"
        autoComplete="off"
        spellCheck={false}
        maxLength={1_000}
      />
      <StreamsField chosen={destination?.streams.map(({ stream }) => stream) ?? CHOSEN_AT_FIRST} />
      {destination === undefined && (
        <SelectField
          name="startsAt"
          label={t("startsAt")}
          hint={t("startsAtHint")}
          options={STARTS.map((value) => ({ value, label: t(`start.${value}`) }))}
        />
      )}
    </>
  );
}

function StreamsField({ chosen }: { chosen: readonly string[] }) {
  const t = useTranslations("auditDelivery");
  const { errors } = useFormField("streams");
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2.5" aria-describedby={errors.length > 0 ? `${id}-error` : undefined}>
      <legend className="mb-1.5 font-medium text-ink">{t("field.streams")}</legend>
      {AUDIT_STREAMS.map((stream) => (
        <CheckboxField
          key={stream}
          name="streams"
          value={stream}
          defaultChecked={chosen.includes(stream)}
          label={t(`stream.${stream}`)}
          {...(stream === "workspace" && { description: t("streamHint") })}
        />
      ))}
      {errors.length > 0 && (
        <p id={`${id}-error`} className="text-danger-ink text-sm">
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}

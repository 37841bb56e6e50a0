"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { useFormField } from "#components/form/form-context.ts";
import { TextField } from "#components/form/form-fields.tsx";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { WEBHOOK_EVENTS, type Webhook } from "#lib/webhooks/schemas.ts";

/** A new webhook hears of what needs somebody; tree heads come every minute and are asked for. */
const CHOSEN_AT_FIRST = WEBHOOK_EVENTS.filter((event) => event !== "audit.head_signed");

/** The names under which the server's answer may complain. */
export const WEBHOOK_FIELDS = ["url", "description", "events"] as const;

export function WebhookFormFields({ webhook }: { webhook?: Webhook }) {
  const t = useTranslations("webhooks.field");
  return (
    <>
      <TextField
        name="url"
        type="url"
        mono
        label={t("url")}
        hint={t("urlHint")}
        defaultValue={webhook?.url}
        placeholder="https://"
        autoComplete="off"
        spellCheck={false}
        maxLength={1_000}
      />
      <TextField
        name="description"
        label={t("description")}
        hint={t("descriptionHint")}
        optional
        defaultValue={webhook?.description}
        autoComplete="off"
        maxLength={200}
      />
      <EventsField chosen={webhook?.events ?? CHOSEN_AT_FIRST} />
    </>
  );
}

function EventsField({ chosen }: { chosen: readonly string[] }) {
  const t = useTranslations("webhooks");
  const { errors } = useFormField("events");
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2.5" aria-describedby={errors.length > 0 ? `${id}-error` : undefined}>
      <legend className="mb-1.5 font-medium text-ink">{t("field.events")}</legend>
      {WEBHOOK_EVENTS.map((event) => (
        <CheckboxField
          key={event}
          name="events"
          value={event}
          defaultChecked={chosen.includes(event)}
          label={t(`event.${event}`)}
          description={t(`eventHint.${event}`)}
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

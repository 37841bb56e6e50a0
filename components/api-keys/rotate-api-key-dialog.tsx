"use client";

import { useRouter } from "next/navigation";
import { useNow, useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { DialogClose, DialogFooter } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { asRoute } from "#components/ui/route.ts";
import { Select } from "#components/ui/select.tsx";
import { type ApiKey, type ApiKeyUse, MAX_OVERLAP_SECONDS, OVERLAPS } from "#lib/api-keys/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import type { CreatedApiKey } from "./created-key-panel.tsx";
import { IssueKeyDialog } from "./issue-key-dialog.tsx";
import { UseSummary } from "./use-summary.tsx";

type RotateApiKeyDialogProps = {
  apiKey: ApiKey;
  use: ApiKeyUse;
  action: FormAction<CreatedApiKey>;
  endpoint: string;
  keysHref: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Makes the successor and shows it once; the page then goes on to it. */
export function RotateApiKeyDialog({ apiKey, use, action, endpoint, keysHref, ...dialog }: RotateApiKeyDialogProps) {
  const t = useTranslations("apiKeys");
  const common = useTranslations("common");
  const router = useRouter();
  return (
    <IssueKeyDialog
      {...dialog}
      title={t("rotate.title", { name: apiKey.name })}
      description={t("rotate.description")}
      announcement={(name) => t("announce.rotated", { name })}
      endpoint={endpoint}
      keysHref={keysHref}
      onDone={({ apiKey: successor }) => router.push(asRoute(`${keysHref}/${successor.id}`))}
      form={(onIssued) => (
        <ActionForm action={action} fields={["overlapSeconds"]} onSuccess={({ data }) => data && onIssued(data)}>
          <p className="text-ink-muted">
            <UseSummary apiKey={apiKey} use={use} />
          </p>
          <OverlapField apiKey={apiKey} />
          <Callout tone="info">{t("rotate.once")}</Callout>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{common("cancel")}</Button>
            </DialogClose>
            <SubmitButton>{t("rotate.submit")}</SubmitButton>
          </DialogFooter>
        </ActionForm>
      )}
    />
  );
}

const UNITS = { hours: 3_600, days: 86_400 } as const;
const DEFAULT_OVERLAP = "86400";

/** How long both keys work, with the moment at which the old one stops printed below. */
function OverlapField({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys.rotate");
  const format = useFormatters();
  const now = useNow().getTime();
  const [choice, setChoice] = useState(DEFAULT_OVERLAP);
  const [amount, setAmount] = useState("3");
  const [unit, setUnit] = useState<keyof typeof UNITS>("days");
  const seconds = choice === "custom" ? Number(amount) * UNITS[unit] : Number(choice);
  const isValid = Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_OVERLAP_SECONDS && amount !== "";
  const wantedEnd = now + seconds * 1000;
  const expiry = apiKey.endsAt === null ? Number.POSITIVE_INFINITY : Date.parse(apiKey.endsAt);

  function hint() {
    if (!isValid) return undefined;
    if (seconds === 0) return t("noneHint");
    if (wantedEnd > expiry) return t("endsWithExpiry", { at: format.dateTime(expiry) });
    return t("until", { at: format.dateTime(wantedEnd) });
  }

  return (
    <Field
      label={t("overlap")}
      hint={hint()}
      error={isValid ? undefined : t("invalid", { days: MAX_OVERLAP_SECONDS / UNITS.days })}
    >
      {(control) => (
        <div className="flex flex-wrap gap-2">
          <Select {...control} value={choice} onChange={(event) => setChoice(event.target.value)} className="flex-1">
            {OVERLAPS.map((value) => (
              <option key={value} value={value}>
                {t(`option.${value}`)}
              </option>
            ))}
            <option value="custom">{t("option.custom")}</option>
          </Select>
          {choice === "custom" && (
            <>
              <Input
                type="number"
                inputMode="numeric"
                min={1}
                value={amount}
                onChange={(event) => setAmount(event.target.value)}
                aria-label={t("amount")}
                className="w-24"
              />
              <Select
                value={unit}
                onChange={(event) => setUnit(event.target.value === "hours" ? "hours" : "days")}
                aria-label={t("unit")}
              >
                <option value="hours">{t("hours")}</option>
                <option value="days">{t("days")}</option>
              </Select>
            </>
          )}
          <input type="hidden" name="overlapSeconds" value={isValid ? seconds : ""} />
        </div>
      )}
    </Field>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { SelectField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { toast } from "#components/ui/toast.ts";
import { CADENCES, type ReviewCandidate, type ReviewSettings } from "#lib/audit-review/schemas.ts";

type ReviewSettingsFormProps = {
  settings: ReviewSettings;
  candidates: ReviewCandidate[];
  action: FormAction<unknown>;
};

/** How often the log is reviewed, and by whom. */
export function ReviewSettingsForm({ settings, candidates, action }: ReviewSettingsFormProps) {
  const t = useTranslations("auditReview.settings");
  const roles = useTranslations("members.roles");
  const chosen = new Set(settings.reviewers.map(({ id }) => id));

  function say() {
    toast.success(t("saved"));
  }

  return (
    <ActionForm action={action} fields={["cadence"]} onSuccess={say} className="max-w-xl">
      <input type="hidden" name="version" value={settings.version} />
      <SelectField
        name="cadence"
        label={t("cadence")}
        optional
        placeholder={t("none")}
        options={CADENCES.map((value) => ({ value, label: t(value) }))}
        defaultValue={settings.cadence ?? ""}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium text-ink">{t("reviewers")}</legend>
        <p className="text-ink-faint text-sm">{t("reviewersHint")}</p>
        {candidates.map(({ id, name, role }) => (
          <CheckboxField
            key={id}
            name="reviewerIds"
            value={id}
            defaultChecked={chosen.has(id)}
            label={name}
            description={roles(role)}
          />
        ))}
      </fieldset>
      <div>
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

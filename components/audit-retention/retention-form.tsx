"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { DateTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.ts";
import { type ExpiredEvents, MAX_KEEP_DAYS, type Retention } from "#lib/audit-retention/schemas.ts";
import { WhatGoesAlong } from "./retention-facts.tsx";

type RetentionFormProps = { rule: Retention; action: FormAction<ExpiredEvents | null> };

/** How long one stream's events are kept; the second button shows what would go if that were decided. */
export function RetentionForm({ rule, action }: RetentionFormProps) {
  const t = useTranslations("auditRetention");

  return (
    <ActionForm
      action={action}
      fields={["keepDays", "holdReason"]}
      onSuccess={({ data }) => !data && toast.success(t("saved"))}
      className="max-w-xl"
    >
      {({ state }) => (
        <>
          <input type="hidden" name="version" value={rule.version} />
          <TextField
            name="keepDays"
            type="number"
            min={30}
            max={MAX_KEEP_DAYS}
            label={t("keep")}
            hint={t("keepHint")}
            defaultValue={rule.keepDays}
          />
          <TextField
            name="holdReason"
            label={t("hold")}
            hint={t("holdHint")}
            optional
            defaultValue={rule.holdReason ?? ""}
            autoComplete="off"
            maxLength={500}
          />
          <div className="flex flex-wrap items-center gap-2">
            <SubmitButton>{t("save")}</SubmitButton>
            <SubmitButton variant="secondary" name="intent" value="preview">
              {t("preview")}
            </SubmitButton>
          </div>
          <p role="status" className="text-ink-muted empty:hidden">
            {state.ok && state.data && <WouldGo expired={state.data} />}
          </p>
        </>
      )}
    </ActionForm>
  );
}

function WouldGo({ expired }: { expired: ExpiredEvents }) {
  const t = useTranslations("auditRetention.would");
  const { events: count, isCapped, oldestAt, newestAt } = expired;
  if (count === 0) return t("none");
  const some = t.rich("some", {
    count,
    isCapped: String(isCapped),
    oldest: () => <DateTime at={oldestAt} />,
    newest: () => <DateTime at={newestAt} />,
  });
  return (
    <>
      {some} <WhatGoesAlong expired={expired} />
    </>
  );
}

"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { FormContext } from "#components/form/form-context.ts";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { type FormAction, useActionForm } from "#components/form/use-action-form.ts";
import { Badge } from "#components/ui/badge.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card, CardBody, CardFooter, CardHeader } from "#components/ui/card.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import type { AuditExport } from "#lib/audit-export/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";

type ExportFormProps = { action: FormAction<AuditExport>; path: string; rangeText: string; terms: readonly string[] };

/** What will be in the file, the two formats, and then the links to fetch it with. */
export function ExportForm({ action, path, rangeText, terms }: ExportFormProps) {
  const t = useTranslations("auditExport");
  const form = useActionForm(action);
  const { state, pendingWith, formProps } = form;
  const context = useMemo(() => ({ state: state as FormState, pendingWith }), [state, pendingWith]);
  const asked = state.ok ? state.data : undefined;
  return (
    <div className="flex flex-col gap-5">
      <Card>
        <CardHeader title={t("what")} description={t("range", { range: rangeText })} />
        <CardBody className="flex flex-col gap-3">
          {terms.length > 0 && (
            <ul className="flex flex-wrap gap-2">
              {terms.map((term) => (
                <li key={term}>
                  <Badge className="font-mono">{term}</Badge>
                </li>
              ))}
            </ul>
          )}
          <p className="text-ink-muted">{t("contents")}</p>
        </CardBody>
        <FormContext value={context}>
          <form {...formProps}>
            <CardFooter>
              {!state.ok && state.message && (
                <p role="alert" className="mr-auto text-danger-ink">
                  {state.message}
                </p>
              )}
              <SubmitButton name="format" value="ndjson" variant="secondary">
                {t("submit.ndjson")}
              </SubmitButton>
              <SubmitButton name="format" value="csv">
                {t("submit.csv")}
              </SubmitButton>
            </CardFooter>
          </form>
        </FormContext>
      </Card>
      {asked?.state === "direct" && <Ready asked={asked} href={`${path}/${asked.exportId}`} />}
    </div>
  );
}

function Ready({ asked, href }: { asked: AuditExport; href: string }) {
  const t = useTranslations("auditExport.ready");
  return (
    <Callout
      tone="success"
      live
      title={t("title")}
      actions={
        <>
          <a className={buttonClass({ variant: "primary" })} href={href} download>
            <Download aria-hidden />
            {t("file", { format: asked.format.toUpperCase() })}
          </a>
          <a className={buttonClass()} href={`${href}/manifest`}>
            {t("manifest")}
          </a>
        </>
      }
    >
      <p>
        {t("until")} <DateTime at={asked.expiresAt} />
      </p>
      <p>{t("manifestHint")}</p>
    </Callout>
  );
}

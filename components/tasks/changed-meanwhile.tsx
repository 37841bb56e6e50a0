"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { EditConflict } from "./edit-conflict.ts";
import { type Person, useFieldText } from "./field-text.ts";

type ChangedMeanwhileProps = { conflict: EditConflict; people?: readonly Person[]; discardHref?: string };

/** Inside a form: who changed what while it was open, and the two ways on. */
export function ChangedMeanwhile({ conflict, people = [], discardHref }: ChangedMeanwhileProps) {
  const t = useTranslations("tasks.conflict");
  const { label, value } = useFieldText(people);
  const { changedBy, rows } = conflict;
  return (
    <Callout
      tone="warning"
      live
      title={t("title")}
      actions={
        <>
          <SubmitButton variant="secondary">{t("saveAnyway")}</SubmitButton>
          {discardHref && (
            <Link href={asRoute(discardHref)} className={buttonClass({ variant: "ghost" })}>
              {t("discard")}
            </Link>
          )}
        </>
      }
    >
      <p>
        {changedBy === null ? t("kept") : t("changedBy", { name: changedBy })} {t("explain")}
      </p>
      {rows.length > 0 && (
        <ul aria-label={t("caption")} className="mt-3 divide-y divide-line rounded-lg border border-line bg-surface">
          {rows.map((row) => (
            <li key={row.field} className="px-4 py-3">
              <p className="mb-1 font-medium text-ink">{label(row.field)}</p>
              <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-3">
                <State label={t("was")} text={value(row.field, row.was)} />
                <State label={t("now")} text={value(row.field, row.now)} />
                <State label={t("yours")} text={"yours" in row ? value(row.field, row.yours) : t("untouched")} />
              </dl>
            </li>
          ))}
        </ul>
      )}
    </Callout>
  );
}

function State({ label, text }: { label: string; text: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-faint text-sm">{label}</dt>
      <dd className="line-clamp-6 whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">{text}</dd>
    </div>
  );
}

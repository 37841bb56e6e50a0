"use client";

import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { SECRET_OVERLAP_HOURS } from "#lib/webhooks/schemas.ts";

export type IssuedSecret = {
  secret: string;
  /** Until when the one before signs as well; null: there is none. */
  previousSecretEndsAt: string | null;
};

/** The only place where a signing secret is ever shown. */
export function SecretPanel({ issued, onCopied }: { issued: IssuedSecret; onCopied: () => void }) {
  const t = useTranslations("webhooks.secret");
  return (
    <div className="flex flex-col gap-5">
      <Callout tone="warning" title={t("once")}>
        <p>{t("onceHint")}</p>
        {issued.previousSecretEndsAt !== null && <p>{t("overlap", { hours: SECRET_OVERLAP_HOURS })}</p>}
      </Callout>
      <CopyField value={issued.secret} label={t("label")} announcement={t("copied")} onCopied={onCopied} />
    </div>
  );
}

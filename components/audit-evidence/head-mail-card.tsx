import { useTranslations } from "next-intl";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Callout } from "#components/ui/callout.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import type { EvidenceSettings } from "#lib/audit-evidence/schemas.ts";
import { HeadMailForm } from "./head-mail-form.tsx";

interface HeadMailCardProps {
  readonly settings: EvidenceSettings;
  readonly isMailServerSet: boolean;
  /** Null: they may only look. */
  readonly action: FormAction<unknown> | null;
}

/** The heads in mails, which nobody who has the database can change. */
export function HeadMailCard({ settings, isMailServerSet, action }: HeadMailCardProps) {
  const t = useTranslations("auditEvidence.mail");
  const { auditorsAddress: address, updatedByName: name, updatedAt } = settings;
  // What is entered can be taken out in any case.
  const isChangeable = action !== null && (isMailServerSet || address !== null);
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} />
      <CardBody className="flex flex-col gap-4">
        {!isMailServerSet && <Callout>{t("noServer")}</Callout>}
        {isChangeable ? (
          <HeadMailForm settings={settings} action={action} />
        ) : (
          <p>{address === null ? t("sentToNobody") : t("sentTo", { address })}</p>
        )}
        {name !== null && (
          <p className="text-ink-muted">{t.rich("by", { name, at: () => <DateTime at={updatedAt} /> })}</p>
        )}
      </CardBody>
    </Card>
  );
}

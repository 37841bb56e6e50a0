import { useTranslations } from "next-intl";
import { ApiKeyFacts, ApiKeyUsage } from "#components/api-keys/api-key-facts.tsx";
import { ChangeDescriptionDialog } from "#components/api-keys/change-description-dialog.tsx";
import { ClientSetup } from "#components/api-keys/client-setup.tsx";
import { FirstCallStatus } from "#components/api-keys/first-call-status.tsx";
import { isUsable } from "#components/api-keys/status.ts";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import type { ApiKey, ApiKeyUse } from "#lib/api-keys/schemas.ts";

type OverviewTabProps = {
  apiKey: ApiKey;
  use: ApiKeyUse;
  endpoint: string;
  keysHref: string;
  /** Null for those who may only look, and when the key has ended. */
  describe: FormAction<unknown> | null;
};

/** What the key is, how it was used lately, and how its client is connected. */
export function OverviewTab({ apiKey, use, endpoint, keysHref, describe }: OverviewTabProps) {
  const t = useTranslations("apiKeys");
  const isWaiting = isUsable(apiKey) && apiKey.lastUsedAt === null && use.lastCallAt === null;
  return (
    <div className="grid items-start gap-5 xl:grid-cols-2">
      <Card>
        <CardHeader
          title={t("section.facts")}
          actions={describe && <ChangeDescriptionDialog apiKey={apiKey} action={describe} />}
        />
        <CardBody className="py-1.5">
          <ApiKeyFacts apiKey={apiKey} />
        </CardBody>
      </Card>
      <div className="flex min-w-0 flex-col gap-5">
        <Card>
          <CardHeader title={t("section.use")} description={t("section.useDescription")} />
          <CardBody className="py-1.5">
            <ApiKeyUsage apiKey={apiKey} use={use} />
          </CardBody>
        </Card>
        {isUsable(apiKey) && (
          <Card>
            <CardHeader title={t("setup.title")} description={t("setup.again")} />
            <CardBody className="flex flex-col gap-4">
              {isWaiting && (
                <FirstCallStatus href={`${keysHref}/${apiKey.id}/first-call`} clientKind={apiKey.clientKind} />
              )}
              <ClientSetup clientKind={apiKey.clientKind} environment={apiKey.environment} endpoint={endpoint} />
            </CardBody>
          </Card>
        )}
      </div>
    </div>
  );
}

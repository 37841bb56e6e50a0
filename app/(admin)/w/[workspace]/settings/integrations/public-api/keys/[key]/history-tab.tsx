import { useTranslations } from "next-intl";
import { RotationHistory } from "#components/api-keys/rotation-history.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import type { ApiKey } from "#lib/api-keys/schemas.ts";

type HistoryTabProps = { line: readonly ApiKey[]; currentId: string; keysHref: string };

/** The key's line, from its first key to its latest successor. */
export function HistoryTab({ line, currentId, keysHref }: HistoryTabProps) {
  const t = useTranslations("apiKeys.history");
  return (
    <Card>
      <CardHeader title={t("title")} description={t(line.length > 1 ? "description" : "none")} />
      <CardBody className="py-1.5">
        <RotationHistory line={line} currentId={currentId} keysHref={keysHref} />
      </CardBody>
    </Card>
  );
}

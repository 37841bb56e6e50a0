import { getTranslations } from "next-intl/server";
import { ApiKeyRestrictions } from "#components/api-keys/api-key-facts.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import type { Context } from "#lib/kernel/index.ts";
import { listAllProjects } from "../../all-projects.ts";

type RestrictionsTabProps = { ctx: Context; apiKey: ApiKey };

/** From where, when and for what the key works. */
export async function RestrictionsTab({ ctx, apiKey }: RestrictionsTabProps) {
  const t = await getTranslations("apiKeys");
  const projects =
    apiKey.projectIds === null ? [] : ((await listAllProjects({ ...ctx, environment: apiKey.environment })) ?? []);
  return (
    <Card>
      <CardHeader title={t("section.restrictions")} />
      <CardBody className="py-1.5">
        <ApiKeyRestrictions apiKey={apiKey} projects={projects} />
      </CardBody>
    </Card>
  );
}

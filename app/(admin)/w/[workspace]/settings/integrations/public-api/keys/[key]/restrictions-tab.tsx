import { getTranslations } from "next-intl/server";
import { ApiKeyRestrictions } from "#components/api-keys/api-key-facts.tsx";
import { ChangeBudgetsDialog } from "#components/api-keys/change-budgets-dialog.tsx";
import { ChangeRestrictionsDialog } from "#components/api-keys/change-restrictions-dialog.tsx";
import { hasEnded } from "#components/api-keys/status.ts";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import type { Context } from "#lib/kernel/index.ts";
import { changeBudgetsAction, changeRestrictionsAction, loadProjectsAction } from "../../actions.ts";
import { listAllProjects } from "../../all-projects.ts";

type RestrictionsTabProps = { ctx: Context; slug: string; apiKey: ApiKey };

/** From where, when and for what the key works. */
export async function RestrictionsTab({ ctx, slug, apiKey }: RestrictionsTabProps) {
  const t = await getTranslations("apiKeys");
  const projects =
    apiKey.projectIds === null ? [] : ((await listAllProjects({ ...ctx, environment: apiKey.environment })) ?? []);
  const canChange = ctx.actor.permissions.has("api_keys:manage") && !hasEnded(apiKey);
  return (
    <Card>
      <CardHeader
        title={t("section.restrictions")}
        actions={
          canChange && (
            <>
              <ChangeRestrictionsDialog
                apiKey={apiKey}
                action={changeRestrictionsAction.bind(null, slug, apiKey.id)}
                ownAddress={ctx.source.ip}
                loadProjects={loadProjectsAction.bind(null, slug)}
              />
              <ChangeBudgetsDialog apiKey={apiKey} action={changeBudgetsAction.bind(null, slug, apiKey.id)} />
            </>
          )
        }
      />
      <CardBody className="py-1.5">
        <ApiKeyRestrictions apiKey={apiKey} projects={projects} />
      </CardBody>
    </Card>
  );
}

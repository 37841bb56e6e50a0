import { Environment } from "#lib/environments/index.ts";
import { type WorkspacePage, workspacePage } from "#lib/session/index.ts";

/**
 * Who acts, in the environment that the page showed: a switch in another tab between looking and pressing must not
 * send a write to another environment's data.
 */
export async function actionPage(slug: string, environment: string): Promise<WorkspacePage> {
  const page = await workspacePage(slug);
  const shown = Environment.parse(environment);
  return { ...page, environment: shown, ctx: { ...page.ctx, environment: shown } };
}

"use server";

import { redirect } from "next/navigation";
import { asRoute } from "#components/ui/route.ts";
import { chooseEnvironment, safeReturnTo, workspacePage } from "#lib/session/index.ts";

/** Form data: `environment`, and `returnTo`, the page to stay on. */
export async function setEnvironmentAction(slug: string, data: FormData): Promise<void> {
  const { workspace } = await workspacePage(slug);
  await chooseEnvironment(workspace.slug, data.get("environment"));
  redirect(asRoute(stillThere(workspace.slug, safeReturnTo(data.get("returnTo")))));
}

/** A project or task exists in one environment only; its page would not be found in the other. */
function stillThere(slug: string, path: string): string {
  const projects = `/w/${slug}/projects`;
  return path.startsWith(`${projects}/`) || path.startsWith(`${projects}?`) ? projects : path;
}

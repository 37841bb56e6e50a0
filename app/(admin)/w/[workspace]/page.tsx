import { redirect } from "next/navigation";
import { asRoute } from "#components/ui/route.ts";
import { workspacePage } from "#lib/session/index.ts";

export default async function WorkspaceStartPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await workspacePage((await params).workspace);
  redirect(asRoute(`/w/${workspace.slug}/projects`));
}

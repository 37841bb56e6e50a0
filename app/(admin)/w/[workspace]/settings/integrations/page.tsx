import { redirect } from "next/navigation";
import { asRoute } from "#components/ui/route.ts";

/** The section's first page. */
export default async function IntegrationsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  redirect(asRoute(`/w/${slug}/settings/integrations/public-api`));
}

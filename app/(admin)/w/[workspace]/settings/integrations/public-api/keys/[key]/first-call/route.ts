import { notFound } from "next/navigation";
import { z } from "zod";
import { getFirstCall } from "#lib/api-keys/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import { workspacePage } from "#lib/session/index.ts";

type Props = { params: Promise<{ workspace: string; key: string }> };

/** For the page that waits for a new key's client. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { workspace: slug, key: apiKeyId } = await params;
  const { ctx } = await workspacePage(slug);
  if (!z.uuid().safeParse(apiKeyId).success) notFound();
  const result = await readIfPermitted(getFirstCall, ctx, { apiKeyId });
  const headers = { "cache-control": "no-store" };
  return result === null ? new Response(null, { status: 403, headers }) : Response.json(result, { headers });
}

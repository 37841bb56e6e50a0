import { readiness } from "#lib/http/readiness.ts";

export const dynamic = "force-dynamic";

/** Ready: this instance should get requests. */
export async function GET(): Promise<Response> {
  const reason = await readiness();
  if (reason === "ready") return Response.json({ status: "ready" }, { headers: { "Cache-Control": "no-store" } });
  const headers = { "Cache-Control": "no-store", "Retry-After": "5" };
  return Response.json({ status: "not_ready", reason }, { status: 503, headers });
}

export const dynamic = "force-dynamic";

/** Live: the process answers. Says nothing about the database, so that an outage there restarts no instance. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}

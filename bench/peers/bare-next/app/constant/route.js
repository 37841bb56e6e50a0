export const dynamic = "force-dynamic";

export function POST() {
  return Response.json({ task: { id: "1", number: "ACM-1", title: "Constant", status: "todo", version: 1 } });
}

export function GET() {
  return new Response("ready");
}

import { notFound } from "next/navigation";
import { workspacePage } from "#lib/session/index.ts";

/** An address that no page has: not found, with the frame around it. */
export default async function NoSuchPage({ params }: { params: Promise<{ workspace: string }> }) {
  await workspacePage((await params).workspace);
  notFound();
}

import { z } from "zod";
import { eventTypes } from "#lib/registry/event-types.ts";
import { listAuditEvents } from "./audit.ts";

/** What is wrong with a workspace's events by the catalogue, once for each kind of event and of problem. */
export async function eventProblems(workspace: { readonly id: string }): Promise<string[]> {
  const types = eventTypes();
  const problems = new Set<string>();
  for (const event of await listAuditEvents(workspace)) {
    const type = types.get(event.action);
    const parsed = type?.schema.safeParse(event);
    if (parsed?.success) continue;
    const why = parsed === undefined ? "isn't in the catalogue" : z.prettifyError(parsed.error);
    problems.add(`${event.action} (${event.status}): ${why}`);
  }
  return [...problems];
}

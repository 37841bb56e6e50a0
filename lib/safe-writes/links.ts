import { config } from "#lib/env/index.ts";

/** Where a person decides over a write. The address alone lets nobody do anything. */
export function approvalUrl(slug: string, id: string): string {
  return new URL(`/w/${slug}/approvals/${id}`, config().publicUrl).href;
}

/** Where a person sees what a call did. */
export function eventUrl(slug: string, eventId: string): string {
  return new URL(`/w/${slug}/settings/audit-log?event=${eventId}`, config().publicUrl).href;
}

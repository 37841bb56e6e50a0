import type { Tx } from "#db/tenant.ts";
import { notify } from "#lib/notifications/index.ts";
import type { ApiKeyRow } from "./store.ts";
import { keyLink } from "./tell-users.ts";
import { tokenHint } from "./token.ts";

/** What a leak report did to the key; `none`: it had stopped before. */
export type LeakReaction = "revoked" | "suspended" | "none";

/**
 * Tells the key's owner and all admins that it was seen in public. Once for each time that the report stopped it, and
 * once for a key that had stopped otherwise: further reports of the same leak tell nobody anything new.
 */
export async function tellLeak(tx: Tx, key: ApiKeyRow, reaction: LeakReaction, url: string | null): Promise<void> {
  const { id, name, environment, lastFour, version, ownerUserId } = key;
  const about = { name, hint: tokenHint(environment, lastFour), environment };
  await notify(tx, {
    kind: "api_key.leaked",
    dedupeKey: reaction === "none" ? `${id} ended` : `${id} ${version}`,
    recipients: { admins: true, ...(ownerUserId !== null && { userIds: [ownerUserId] }) },
    params: { ...about, reaction, ...(url !== null && { reportedUrl: url }) },
    link: keyLink(id),
    about: { type: "api_key", id },
  });
}

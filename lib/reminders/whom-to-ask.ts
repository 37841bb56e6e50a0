import type { Tx } from "#db/tenant.ts";
import { environmentPolicy } from "#lib/environment-policy/index.ts";
import { ENVIRONMENTS, type Environment } from "#lib/environments/index.ts";
import type { Recipient } from "./audience.ts";

/** Of a recipient; empty where the environment's policy lets them rotate keys themselves. */
export type WhomToAsk = (environment: Environment, recipient: Recipient) => { readonly askRole?: "owner" | "admin" };

/** Whom recipients have to ask for a rotation, by the policies in force. */
export async function whomToAsk(tx: Tx): Promise<WhomToAsk> {
  const creators = new Map<Environment, readonly string[]>();
  for (const environment of ENVIRONMENTS) {
    creators.set(environment, (await environmentPolicy(tx, environment)).creatorRoles);
  }
  return (environment, { role }) => {
    const allowed = creators.get(environment) ?? [];
    if (role === null || allowed.includes(role)) return {};
    return { askRole: allowed.includes("admin") ? "admin" : "owner" };
  };
}

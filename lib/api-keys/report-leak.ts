import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { environmentPolicy } from "#lib/environment-policy/index.ts";
import { type Context, defineWrite } from "#lib/kernel/index.ts";
import { existing } from "./get-api-key.ts";
import { ApiKey, statusOfKey } from "./schemas.ts";
import { type ApiKeyRecord, findApiKeyById, lockApiKey, setRevoked, updateLife } from "./store.ts";
import { systemReason } from "./system-reason.ts";
import { type LeakReaction, tellLeak } from "./tell-leak.ts";
import { keyChange, toApiKey } from "./view.ts";

const ReportLeakInput = z.strictObject({
  apiKeyId: z.uuid(),
  /** Where the token was seen, already stripped of what could be a secret. */
  url: z.string().max(500).nullable(),
  /** Who reported it: `anyone` who held the token, or the name of a scanning partner. */
  reporter: z.string().min(1).max(100),
});

/**
 * Stops a key whose token was seen where it must not be, as the environment's policy says. Whoever reports it has shown
 * the whole token, so nothing speaks for waiting. A key that has stopped already stays as it is; that it was reported
 * is in the audit log either way.
 */
export const reportLeak = defineWrite({
  name: "api_key.report_leak",
  effect: "destructive",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: ReportLeakInput,
  output: z.object({ apiKey: ApiKey }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId, url }) {
    const before = existing(await lockApiKey(tx, apiKeyId));
    const reaction = await stop(tx, ctx, before, url);
    if (reaction !== "none" || !wasStoppedByReport(before, ctx)) await tellLeak(tx, before.key, reaction, url);
    if (reaction === "none") return { output: { apiKey: toApiKey(before, ctx.now) }, changes: [] };
    const after = existing(await findApiKeyById(tx, apiKeyId));
    return { output: { apiKey: toApiKey(after, ctx.now) }, changes: [keyChange(before, after, ctx.now)] };
  },
});

async function stop(tx: Tx, { actor, now }: Context, { key }: ApiKeyRecord, url: string | null): Promise<LeakReaction> {
  const status = statusOfKey(key, now);
  if (status === "revoked" || status === "expired") return "none";
  const reason = systemReason("leaked", url);
  const { leakReaction } = await environmentPolicy(tx, key.environment);
  if (leakReaction === "revoke") {
    await setRevoked(tx, key.id, { at: now, name: actor.name, reason });
    return "revoked";
  }
  if (status === "suspended") return "none";
  await updateLife(tx, key.id, { suspendedAt: now, suspendedByName: actor.name, suspendReason: reason });
  return "suspended";
}

/** Then everybody knows already. */
function wasStoppedByReport({ key }: ApiKeyRecord, { actor }: Context): boolean {
  return (key.revokedAt === null ? key.suspendedByName : key.revokedByName) === actor.name;
}

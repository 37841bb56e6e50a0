import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Context, defineWrite } from "#lib/kernel/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { queueWebhookEvent } from "#lib/webhooks/index.ts";
import { clearBudgets } from "./budget-store.ts";
import { existing, isProduction } from "./get-api-key.ts";
import { ApiKey, ApiKeyId, statusOfKey } from "./schemas.ts";
import { type ApiKeyRecord, findApiKeyById, lockLine, updateLife } from "./store.ts";
import { keyLink } from "./tell-users.ts";
import { tokenHint } from "./token.ts";
import { keyChange, toApiKey } from "./view.ts";
import { WritesPausedBy } from "./view-schemas.ts";

/**
 * The breaker: stops a key's writes, not its reads, because it went over a limit of writes, and tells the admins. Only a
 * person lets it go on. During a rotation it holds both keys, which share their budgets. What is paused already is left
 * as it is, so that a flood is told of once.
 */
export const pauseWrites = defineWrite({
  name: "api_key.pause_writes",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: z.strictObject({ apiKeyId: z.uuid(), by: WritesPausedBy }),
  output: z.object({ apiKey: ApiKey }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId, by }) {
    const line = await lockLine(tx, apiKeyId);
    const asked = existing(line.find(({ key }) => key.id === apiKeyId) ?? null);
    const running = line.filter(({ key }) => !hasEnded(key, ctx.now) && key.writesPausedAt === null);
    const ran = await changeAll(tx, ctx, { asked, keys: running }, { writesPausedAt: ctx.now, writesPausedBy: by });
    if (ran.changes.length > 0) await tell(tx, ctx, asked, by);
    return ran;
  },
});

/** Lets a key write again, with its budgets as if it had never written; both keys of a rotation. */
export const resumeWrites = defineWrite({
  name: "api_key.resume_writes",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: ApiKeyId,
  output: z.object({ apiKey: ApiKey }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  needsProof: async (tx, { apiKeyId }) => isProduction(await findApiKeyById(tx, apiKeyId)),
  async run(tx, ctx, { apiKeyId }) {
    const line = await lockLine(tx, apiKeyId);
    const asked = existing(line.find(({ key }) => key.id === apiKeyId) ?? null);
    if (hasEnded(asked.key, ctx.now)) throw new AppError("conflict", "This key has ended.", { reason: "key_ended" });
    const paused = line.filter(({ key }) => !hasEnded(key, ctx.now) && key.writesPausedAt !== null);
    if (paused.length > 0) await clearBudgets(tx, asked.key.lineId);
    return changeAll(tx, ctx, { asked, keys: paused }, { writesPausedAt: null, writesPausedBy: null });
  },
});

function hasEnded(key: ApiKeyRecord["key"], now: Date): boolean {
  const status = statusOfKey(key, now);
  return status === "revoked" || status === "expired";
}

interface Line {
  readonly asked: ApiKeyRecord;
  readonly keys: readonly ApiKeyRecord[];
}

async function changeAll(tx: Tx, ctx: Context, { asked, keys }: Line, life: Parameters<typeof updateLife>[2]) {
  const changes = [];
  for (const before of keys) {
    await updateLife(tx, before.key.id, life);
    changes.push(keyChange(before, existing(await findApiKeyById(tx, before.key.id)), ctx.now));
  }
  const after = existing(await findApiKeyById(tx, asked.key.id));
  return { output: { apiKey: toApiKey(after, ctx.now) }, changes };
}

async function tell(tx: Tx, ctx: Context, { key, owner }: ApiKeyRecord, by: WritesPausedBy): Promise<void> {
  const about = { name: key.name, hint: tokenHint(key.environment, key.lastFour), environment: key.environment };
  const dedupeKey = `${key.id} ${ctx.now.toISOString()}`;
  await notify(tx, {
    kind: "api_key.writes_paused",
    params: { ...about, by },
    dedupeKey,
    recipients: { admins: true, ...(owner && { userIds: [owner.id] }) },
    link: keyLink(key.id),
    about: { type: "api_key", id: key.id },
  });
  const data = { apiKey: { id: key.id, ...about, owner }, by, pausedAt: ctx.now.toISOString() };
  await queueWebhookEvent(tx, { type: "api_key.writes_paused", dedupeKey, data }, ctx.now);
}

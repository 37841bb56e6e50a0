import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { environmentPolicy } from "#lib/environment-policy/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Context, defineRead } from "#lib/kernel/index.ts";
import { decisionOf } from "./may-approve.ts";
import { awaitsApproval } from "./moments.ts";
import { findReplacement } from "./replacement-store.ts";
import { ApiKey, ApiKeyId, ApiKeyUse, KeyDecision, KeyReplacement, RotationProgress, statusOfKey } from "./schemas.ts";
import { type ApiKeyRecord, findApiKeyById, findSuccessor, listLine } from "./store.ts";
import { findFirstCall, summarizeUse } from "./use-store.ts";
import { toApiKey, toHandover } from "./view.ts";

/** One key with what revoking it would break, the line of its rotations, the overlap that it is in, and what replaced it. */
export const getApiKey = defineRead({
  name: "api_key.get",
  eventVersion: 2,
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: ApiKeyId,
  output: z.object({
    apiKey: ApiKey,
    use: ApiKeyUse,
    line: z.array(ApiKey),
    rotation: RotationProgress.nullable(),
    /** Of a key that has ended. */
    replacement: KeyReplacement.nullable(),
    /** Of a key that waits for its approval: whether whoever asks may approve it. */
    decision: KeyDecision.nullable(),
  }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId }) {
    const record = existing(await findApiKeyById(tx, apiKeyId));
    const use = await summarizeUse(tx, apiKeyId, new Date(ctx.now.getTime() - DAY_MS));
    return {
      apiKey: toApiKey(record, ctx.now),
      use: { callsIn24Hours: use.calls, lastCallAt: use.lastCallAt, addresses: [...use.addresses] },
      line: (await listLine(tx, record.key.lineId)).map((member) => toApiKey(member, ctx.now)),
      rotation: await progressOf(tx, record, ctx.now),
      replacement: await replacementOf(tx, record, ctx.now),
      decision: await decisionFor(tx, ctx, record),
    };
  },
});

/** The overlap that this key is in, from either side: whether the old key is still used, and the new one already. */
async function progressOf(tx: Tx, { key }: ApiKeyRecord, now: Date): Promise<z.input<typeof RotationProgress> | null> {
  const old = key.predecessorId === null ? null : await findApiKeyById(tx, key.predecessorId);
  const [predecessor, successor] =
    old !== null && statusOfKey(old.key, now) === "rotating"
      ? [old.key, key]
      : [key, (await findSuccessor(tx, key.id))?.key];
  if (successor === undefined || predecessor.overlapEndsAt === null || predecessor.revokedAt !== null) return null;
  const [oldUse, newUse] = [
    await summarizeUse(tx, predecessor.id, successor.createdAt),
    await summarizeUse(tx, successor.id, successor.createdAt),
  ];
  return {
    predecessorId: predecessor.id,
    successorId: successor.id,
    overlapEndsAt: predecessor.overlapEndsAt.toISOString(),
    predecessorCallsSince: oldUse.calls,
    predecessorLastCallAt: oldUse.lastCallAt,
    successorCalls: newUse.calls,
    successorLastCallAt: newUse.lastCallAt,
  };
}

async function decisionFor(tx: Tx, ctx: Context, { key }: ApiKeyRecord): Promise<KeyDecision | null> {
  const status = statusOfKey(key, ctx.now);
  if (!awaitsApproval(key) || status === "revoked" || status === "expired") return null;
  return decisionOf(await environmentPolicy(tx, key.environment), ctx.actor, key);
}

async function replacementOf(tx: Tx, { key }: ApiKeyRecord, now: Date): Promise<z.input<typeof KeyReplacement> | null> {
  const status = statusOfKey(key, now);
  if (status !== "revoked" && status !== "expired") return null;
  const found = await findReplacement(tx, key, now);
  if (found === null) return null;
  return {
    apiKey: toApiKey(found, now),
    handover: toHandover(found.key),
    firstCall: await findFirstCall(tx, found.key.id, found.key.createdAt),
  };
}

export function existing(record: ApiKeyRecord | null): ApiKeyRecord {
  if (record === null) throw new AppError("not_found", "There is no such API key.");
  return record;
}

/** Where the keys of the live team's data are; what doesn't exist is nowhere. */
export function isProduction(record: ApiKeyRecord | null): boolean {
  return record?.key.environment === "production";
}

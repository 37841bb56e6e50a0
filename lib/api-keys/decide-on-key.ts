import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { environmentPolicy } from "#lib/environment-policy/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Context, defineWrite } from "#lib/kernel/index.ts";
import { assertChangeable } from "./assert-changeable.ts";
import { existing, isProduction } from "./get-api-key.ts";
import { assertMayApprove } from "./may-approve.ts";
import { awaitsApproval } from "./moments.ts";
import { ApiKey, ApproveApiKeyInput, DeclineApiKeyInput, statusOfKey } from "./schemas.ts";
import { type ApiKeyRecord, findApiKeyById, lockApiKey, setRevoked, updateLife } from "./store.ts";
import { systemReason } from "./system-reason.ts";
import { tellKeyDecision } from "./tell-approval.ts";
import { keyChange, toApiKey } from "./view.ts";

const COMMON = {
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  output: z.object({ apiKey: ApiKey }),
  target: ({ apiKeyId }: { apiKeyId: string }) => ({ type: "api_key", id: apiKeyId }),
} as const;

/** Lets a waiting key work, as it was looked at: never one's own. Of several who decide at once the first does. */
export const approveApiKey = defineWrite({
  ...COMMON,
  name: "api_key.approve",
  effect: "write",
  input: ApproveApiKeyInput,
  needsProof: async (tx, { apiKeyId }) => isProduction(await findApiKeyById(tx, apiKeyId)),
  async run(tx, ctx, { apiKeyId, version, comment }) {
    const before = existing(await lockApiKey(tx, apiKeyId));
    assertWaiting(before, ctx.now);
    assertMayApprove(await environmentPolicy(tx, before.key.environment), ctx.actor, before.key);
    assertChangeable(before, version, ctx.now);
    const approvalComment = comment || null;
    await updateLife(tx, apiKeyId, { approvedAt: ctx.now, approvedByName: ctx.actor.name, approvalComment });
    return decided(tx, ctx, before, { kind: "approved", comment: approvalComment });
  },
});

/** Ends a waiting key for good, also one's own. Saying no never waits for a proof. */
export const declineApiKey = defineWrite({
  ...COMMON,
  name: "api_key.decline",
  effect: "destructive",
  input: DeclineApiKeyInput,
  async run(tx, ctx, { apiKeyId, comment }) {
    const before = existing(await lockApiKey(tx, apiKeyId));
    assertWaiting(before, ctx.now);
    const reason = systemReason("declined", comment);
    await setRevoked(tx, apiKeyId, { at: ctx.now, name: ctx.actor.name, reason });
    return decided(tx, ctx, before, { kind: "declined", comment: comment || null });
  },
});

type Decision = Parameters<typeof tellKeyDecision>[3];

async function decided(tx: Tx, ctx: Context, before: ApiKeyRecord, decision: Decision) {
  const after = existing(await findApiKeyById(tx, before.key.id));
  await tellKeyDecision(tx, ctx, after, decision);
  return { output: { apiKey: toApiKey(after, ctx.now) }, changes: [keyChange(before, after, ctx.now)] };
}

function assertWaiting(record: ApiKeyRecord, now: Date): void {
  const status = statusOfKey(record.key, now);
  const hasEnded = status === "revoked" || status === "expired";
  if (awaitsApproval(record.key) && !hasEnded) return;
  throw new AppError("conflict", "This key does not wait for an approval any more.", {
    reason: "not_waiting",
    current: toApiKey(record, now),
  });
}

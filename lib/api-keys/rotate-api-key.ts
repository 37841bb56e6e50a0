import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { environmentPolicy } from "#lib/environment-policy/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Context, defineWrite, type Ran } from "#lib/kernel/index.ts";
import { assertMayMakeKeys } from "./assert-policy.ts";
import { Token } from "./create-api-key.ts";
import { existing, isProduction } from "./get-api-key.ts";
import { type IssuedOutput, issueKey, madeBy } from "./issue-key.ts";
import { awaitsApproval, keyEndsAt } from "./moments.ts";
import { ApiKey, MAX_OVERLAP_SECONDS, statusOfKey } from "./schemas.ts";
import {
  type ApiKeyRecord,
  type ApiKeyRow,
  findApiKeyById,
  findSuccessor,
  lockApiKey,
  setRevoked,
  updateLife,
} from "./store.ts";
import { systemReason } from "./system-reason.ts";
import { tokenHint } from "./token.ts";
import { keyChange, toApiKey } from "./view.ts";

export const RotateApiKeyInput = z.strictObject({
  apiKeyId: z.uuid(),
  /** How long both keys work. Never beyond the moment at which the old key stops by itself. */
  overlapSeconds: z.number().int().min(0).max(MAX_OVERLAP_SECONDS),
});

/**
 * Makes a key's successor, with the same name, rights and restrictions; both work until the overlap ends. A key has one
 * live successor: whoever comes second, by a double click or from another browser, is told who was first.
 */
export const rotateApiKey = defineWrite({
  name: "api_key.rotate",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: RotateApiKeyInput,
  output: z.object({ apiKey: ApiKey, token: Token, predecessor: ApiKey }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  needsProof: async (tx, { apiKeyId }) => isProduction(await findApiKeyById(tx, apiKeyId)),
  async run(tx, ctx, input): Promise<Ran<IssuedOutput & { predecessor: z.input<typeof ApiKey> }>> {
    const before = existing(await lockApiKey(tx, input.apiKeyId));
    await assertRotatable(tx, before, ctx.now);
    assertMayMakeKeys(await environmentPolicy(tx, before.key.environment), ctx.actor);
    await endOrOverlap(tx, ctx, before.key, input.overlapSeconds);
    const facts = successorOf(before.key, ctx);
    const { record, token } = await issueKey(tx, facts, (cause) => rotatedAlready(null, cause));
    const after = existing(await findApiKeyById(tx, before.key.id));
    return {
      output: { apiKey: toApiKey(record, ctx.now), token, predecessor: toApiKey(after, ctx.now) },
      changes: [keyChange(null, record, ctx.now), keyChange(before, after, ctx.now)],
    };
  },
});

async function assertRotatable(tx: Tx, { key, hasOwnerLeft }: ApiKeyRecord, now: Date): Promise<void> {
  if (key.overlapEndsAt !== null) throw rotatedAlready(await findSuccessor(tx, key.id));
  const status = statusOfKey(key, now);
  if (status === "revoked" || status === "expired") {
    throw new AppError("conflict", "This key has ended; make a new one instead.", { reason: "key_ended" });
  }
  // Its successor would work without the approval that it waits for itself.
  if (awaitsApproval(key)) {
    throw new AppError("conflict", "This key waits for its approval: there is nothing to rotate yet.", {
      reason: "awaiting_approval",
    });
  }
  if (!hasOwnerLeft) return;
  throw new AppError("conflict", "The owner of this key is gone, so its successor would not work: reassign it first.", {
    reason: "owner_left",
  });
}

/** The old key gives its name to the successor, whichever way it goes on. */
async function endOrOverlap(tx: Tx, ctx: Context, key: ApiKeyRow, overlapSeconds: number): Promise<void> {
  if (overlapSeconds === 0) {
    await setRevoked(tx, key.id, { at: ctx.now, name: ctx.actor.name, reason: systemReason("rotation_finished") });
    return;
  }
  const wanted = ctx.now.getTime() + overlapSeconds * 1000;
  const overlapEndsAt = new Date(Math.min(wanted, keyEndsAt(key)?.getTime() ?? wanted));
  await updateLife(tx, key.id, { overlapEndsAt, nameReleasedAt: ctx.now });
}

/** A hard expiry means a lifetime: the successor gets the same one anew. */
function successorOf(key: ApiKeyRow, ctx: Context) {
  const lifetimeMs = key.expiresAt === null ? null : key.expiresAt.getTime() - key.createdAt.getTime();
  return {
    name: key.name,
    description: key.description,
    clientKind: key.clientKind,
    environment: key.environment,
    scopes: key.scopes,
    writesNeedApproval: key.writesNeedApproval,
    ownerUserId: key.ownerUserId,
    ...madeBy(ctx.actor),
    createdAt: ctx.now,
    // It repeats what its predecessor may do, which somebody has approved, or nobody had to.
    approvalRequestedAt: null,
    expiresAt: lifetimeMs === null ? null : new Date(ctx.now.getTime() + lifetimeMs),
    rotateEveryDays: key.rotateEveryDays,
    allowedAddresses: key.allowedAddresses,
    allowedHours: key.allowedHours,
    projectIds: key.projectIds,
    requestsPerMinute: key.requestsPerMinute,
    writesPerMinute: key.writesPerMinute,
    writesPerHour: key.writesPerHour,
    // A rotation lets nothing go on that a person has not looked at.
    writesPausedAt: key.writesPausedAt,
    writesPausedBy: key.writesPausedBy,
    line: { lineId: key.lineId, predecessorId: key.id },
  };
}

function rotatedAlready(successor: ApiKeyRecord | null, cause?: unknown): AppError {
  const which = successor === null ? "" : ` as ${tokenHint(successor.key.environment, successor.key.lastFour)}`;
  return new AppError("conflict", `This key was rotated already: its successor exists${which}.`, {
    reason: "rotated_already",
    cause,
  });
}

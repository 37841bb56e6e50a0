import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { sensitive } from "#lib/audit/index.ts";
import { environmentPolicy } from "#lib/environment-policy/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Context, defineWrite, type Ran } from "#lib/kernel/index.ts";
import { assertCanReplace } from "./assert-can-replace.ts";
import { assertMayMakeKeys, assertWithinPolicy } from "./assert-policy.ts";
import { chosenProjects } from "./chosen-projects.ts";
import { type IssuedOutput, issueKey, madeBy } from "./issue-key.ts";
import { notMember } from "./reassign-api-key.ts";
import { ApiKey, CreateApiKeyInput, grantedScopes } from "./schemas.ts";
import { isMember, listLiveByName, releaseNameOfExpired } from "./store.ts";
import { tellKeyApprovers } from "./tell-approval.ts";
import { tokenHint } from "./token.ts";
import { keyChange, toApiKey } from "./view.ts";

export const Token = z.string().register(sensitive, { kind: "secret" });

/** Makes a key. The token is in this one answer and nowhere else. */
export const createApiKey = defineWrite({
  name: "api_key.create",
  eventVersion: 2,
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: CreateApiKeyInput,
  output: z.object({ apiKey: ApiKey, token: Token }),
  needsProof: (_tx, { environment }) => environment === "production",
  async run(tx, ctx, input): Promise<Ran<IssuedOutput>> {
    const scopes = grantedScopes(input);
    if (scopes.length === 0) throw noScopes();
    const policy = await environmentPolicy(tx, input.environment);
    assertMayMakeKeys(policy, ctx.actor);
    assertWithinPolicy(policy, input);
    if (input.replacesKeyId !== undefined) await assertCanReplace(tx, input.replacesKeyId, input.environment);
    await releaseNameOfExpired(tx, input.name, ctx.now);
    const [taken] = await listLiveByName(tx, input.name, ctx.now);
    if (taken) throw nameTaken(taken.key.name, tokenHint(taken.key.environment, taken.key.lastFour));
    const facts = {
      name: input.name,
      description: input.description || null,
      clientKind: input.clientKind,
      environment: input.environment,
      scopes: [...scopes],
      writesNeedApproval: input.access === "propose",
      ownerUserId: await ownerOf(tx, ctx, input),
      ...madeBy(ctx.actor),
      createdAt: ctx.now,
      approvalRequestedAt: policy.isKeyApprovalRequired ? ctx.now : null,
      expiresAt: expiryOf(input.expiresInSeconds, ctx),
      rotateEveryDays: input.rotateEveryDays ?? null,
      allowedAddresses: [...new Set(input.allowedAddresses)],
      allowedHours: input.allowedHours ?? null,
      projectIds: await chosenProjects(tx, input.environment, input.projectIds ?? null),
      requestsPerMinute: input.requestsPerMinute ?? null,
      writesPerMinute: input.writesPerMinute ?? null,
      writesPerHour: input.writesPerHour ?? null,
      replacesKeyId: input.replacesKeyId ?? null,
    };
    const { record, token } = await issueKey(tx, facts, (cause) => nameTaken(input.name, null, cause));
    if (policy.isKeyApprovalRequired) await tellKeyApprovers(tx, ctx, record, policy.creatorRoles);
    const change = keyChange(null, record, ctx.now);
    return { output: { apiKey: toApiKey(record, ctx.now), token }, changes: [change] };
  },
});

async function ownerOf(tx: Tx, { actor }: Context, { ownerUserId }: CreateApiKeyInput): Promise<string | null> {
  if (ownerUserId === undefined) return actor.kind === "user" ? actor.id : null;
  if (ownerUserId !== null && !(await isMember(tx, ownerUserId))) throw notMember();
  return ownerUserId;
}

function expiryOf(expiresInSeconds: number | undefined, ctx: Context): Date | null {
  return expiresInSeconds === undefined ? null : new Date(ctx.now.getTime() + expiresInSeconds * 1000);
}

function noScopes(): AppError {
  const message = "Choose at least one scope.";
  return new AppError("validation", message, { reason: "no_scopes", fieldErrors: { scopes: [message] } });
}

function nameTaken(name: string, hint: string | null, cause?: unknown): AppError {
  const which = hint === null ? name : `${name} (${hint})`;
  const message = `A live key has this name already: ${which}. Names are unique among live keys.`;
  return new AppError("conflict", message, { reason: "name_taken", fieldErrors: { name: [message] }, cause });
}

import { beforeAll, describe, expect, it } from "vitest";
import {
  createPendingWrite,
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { createApiKey, pauseWrites, suspendApiKey } from "#lib/api-keys/index.ts";
import { createDestination } from "#lib/audit-delivery/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { MINUTE_MS } from "#lib/durations/index.ts";
import { DEFAULT_POLICIES } from "#lib/environment-policy/index.ts";
import { previewRefresh } from "#lib/environment-refresh/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { freezeWrites } from "#lib/write-freeze/index.ts";
import { OPERATIONS } from "./index.ts";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await createTestWorkspace("Step-up");
});

/** A person whose last proof is that old; null: there was none. */
function proven(minutes: number | null, environment: Environment = "production"): Context {
  const ctx = userContext(workspace, "owner", environment);
  if (ctx.actor.kind !== "user") throw new Error("a person was asked for");
  const provenAt = minutes === null ? null : new Date(ctx.now.getTime() - minutes * MINUTE_MS);
  return { ...ctx, actor: { ...ctx.actor, provenAt } };
}

const newKey = (environment: Environment) => ({ name: `key-${newId().slice(-12)}`, environment, access: "read" });

async function suspended(environment: Environment): Promise<string> {
  const { apiKey } = await outputOf(invoke(createApiKey, systemContext(workspace), newKey(environment)));
  await outputOf(invoke(suspendApiKey, systemContext(workspace), { apiKeyId: apiKey.id }));
  return apiKey.id;
}

async function waiting(environment: Environment): Promise<string> {
  const { apiKey } = await outputOf(invoke(createApiKey, systemContext(workspace), newKey(environment)));
  await superuserSql()`update api_keys set approval_requested_at = now() where id = ${apiKey.id}`;
  return apiKey.id;
}

/** The event of a change that can be taken back. */
async function changedIn(environment: Environment): Promise<string> {
  const outcome = await invoke(createProject, userContext(workspace, "owner", environment), { name: newId() });
  if (outcome.status !== "done") throw new Error(`it ended as ${outcome.status}`);
  return outcome.auditEventId;
}

/** One key that decides, beside one that doesn't. */
async function severalWith(apiKeyId: string) {
  return { apiKeyIds: [await suspended("development"), apiKeyId], confirmation: "production" };
}

const newDestination = (stream: Environment) => ({
  ...{ name: "SIEM", url: "https://siem.example.com/in", streams: [stream] },
});

/** Paused, and in the place of those before: a workspace has few. */
async function destinationOf(stream: Environment): Promise<string> {
  await superuserSql()`delete from audit_destinations where workspace_id = ${workspace.id}`;
  const { destination } = await outputOf(invoke(createDestination, systemContext(workspace), newDestination(stream)));
  await superuserSql()`update audit_destinations set paused_at = now() where id = ${destination.id}`;
  return destination.id;
}

/** Each guarded operation with an input for one environment. */
const GUARDED: Readonly<Record<string, (environment: Environment) => Promise<object>>> = {
  "api_key.create": async (environment) => newKey(environment),
  "api_key.rotate": async (environment) => ({ apiKeyId: await suspended(environment), overlapSeconds: 0 }),
  "api_key.approve": async (environment) => ({ apiKeyId: await waiting(environment), version: 1 }),
  "api_key.resume": async (environment) => ({ apiKeyId: await suspended(environment) }),
  "api_key.resume_writes": async (environment) => {
    const apiKeyId = await suspended(environment);
    await outputOf(invoke(pauseWrites, systemContext(workspace), { apiKeyId, by: "minute" }));
    return { apiKeyId };
  },
  "api_key.reassign": async (environment) => ({
    apiKeyId: await suspended(environment),
    ownerUserId: workspace.users.owner.id,
  }),
  "api_key.change_budgets": async (environment) => ({
    apiKeyId: await suspended(environment),
    version: 2,
    requestsPerMinute: 60,
    writesPerMinute: null,
    writesPerHour: null,
  }),
  "api_key.change_restrictions": async (environment) => ({
    apiKeyId: await suspended(environment),
    version: 2,
    allowedAddresses: ["10.0.0.0/8"],
  }),
  "api_key.suspend_many": async (environment) => severalWith(await suspended(environment)),
  "api_key.revoke_many": async (environment) => severalWith(await suspended(environment)),
  "pending_write.approve": async (environment) => ({
    pendingWriteId: (await createPendingWrite(workspace, environment)).id,
  }),
  "environment_policy.set": async (environment) => ({
    environment,
    version: 0,
    settings: { ...DEFAULT_POLICIES[environment], leakReaction: "suspend" },
  }),
  "audit_retention.set": async (stream) => ({ stream, keepDays: 365, holdReason: null, version: 0 }),
  "audit_delivery.create": async (stream) => newDestination(stream),
  "audit_delivery.update": async (stream) => ({
    ...newDestination(stream),
    destinationId: await destinationOf(stream),
    version: 1,
  }),
  "audit_delivery.rotate_secret": async (stream) => ({ destinationId: await destinationOf(stream) }),
  "write_freeze.lift": async (scope) => {
    await outputOf(invoke(freezeWrites, systemContext(workspace), { scope, note: "Incident" }));
    return { scope };
  },
  "undo.revert": async (environment) => ({ of: { eventId: await changedIn(environment) } }),
  "undo.revert_credential": async (environment) => ({
    credentialId: await suspended(environment),
    since: "2026-01-01T00:00:00Z",
  }),
  "environment.refresh_staging": async () => {
    const { preview } = await outputOf(invoke(previewRefresh, systemContext(workspace), {}));
    return { refreshId: newId(), fingerprint: preview.fingerprint };
  },
};
/** Not about one key: their answer is the same in every environment. */
const ALWAYS_GUARDED = new Set([
  "audit_delivery.create",
  "audit_delivery.update",
  "audit_delivery.rotate_secret",
  "audit_retention.set",
  "environment_policy.set",
  "environment.refresh_staging",
]);
const guarded = OPERATIONS.filter(({ needsProof }) => needsProof !== undefined);

describe("operations that want a recent proof of the person", () => {
  it("are those that give or widen access, that decide over it, that take it from many, and that take changes back", () => {
    expect(guarded.map(({ name }) => name).toSorted()).toEqual(Object.keys(GUARDED).toSorted());
  });
});

describe.each(guarded.map((operation) => [operation.name, operation] as const))("%s", (name, operation) => {
  const inputFor = (environment: Environment) => GUARDED[name]?.(environment);
  const rows = () => superuserSql()`
    select to_jsonb(k)::text from api_keys k where workspace_id = ${workspace.id} union all
    select to_jsonb(p)::text from environment_policies p where workspace_id = ${workspace.id} order by 1`;

  it.each([null, 16, 60])("is refused in production when the last proof is %s minutes old, on record", async (age) => {
    const input = await inputFor("production");
    const [ctx, before] = [proven(age), await rows()];
    const error = await refusalOf(invoke(operation, ctx, input));
    expect(error).toMatchObject({ code: "step_up_required", details: { reason: "step_up_required" } });
    expect(await rows()).toEqual(before);
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      { action: name, status: "denied", errorCode: "step_up_required" },
    ]);
  });

  it("is refused in a dry run as well, but for the previews that people decide on", async () => {
    const input = await inputFor("production");
    if (operation.previewsUnproven) {
      expect(await invoke(operation, proven(null), input, { mode: "dry_run" })).toMatchObject({ status: "dry_run" });
      return;
    }
    const error = await refusalOf(invoke(operation, proven(null), input, { mode: "dry_run" }));
    expect(error.code).toBe("step_up_required");
  });

  it("goes through in production with a proof of 14 minutes, and for the operator", async () => {
    const input = await inputFor("production");
    await outputOf(invoke(operation, proven(14), input));
    const isVersioned = name === "environment_policy.set" || name === "audit_retention.set";
    const other = isVersioned ? { ...input, version: 1 } : await inputFor("production");
    await outputOf(invoke(operation, { ...systemContext(workspace), environment: "production" }, other));
  });

  it("needs no proof outside production, where it is about a key", async () => {
    if (ALWAYS_GUARDED.has(name)) return;
    for (const environment of ["development", "staging"] as const) {
      await outputOf(invoke(operation, proven(null, environment), await inputFor(environment)));
    }
  });

  it("tells nothing by asking: a key of nowhere is not found", async () => {
    const input = await inputFor("production");
    if (input === undefined || !("apiKeyId" in input || "apiKeyIds" in input)) return;
    const nowhere = "apiKeyId" in input ? { apiKeyId: newId() } : { apiKeyIds: [newId()] };
    const error = await invoke(operation, proven(null), { ...input, ...nowhere }).catch((e: unknown) => e);
    expect(isAppError(error) && error.code).toBe("not_found");
  });
});

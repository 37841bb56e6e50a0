import { beforeAll, describe, expect, it } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { DEFAULT_POLICIES, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createWebhook } from "#lib/webhooks/index.ts";
import {
  approveApiKey,
  authenticateApiKey,
  changeRestrictions,
  createApiKey,
  declineApiKey,
  drainLastUsed,
  findEndingKey,
  findScheduledKey,
  getApiKey,
  listApiKeys,
  listDueKeys,
  previewEnvironmentPolicy,
  revokeApiKey,
  rotateApiKey,
} from "./index.ts";

const REQUIRED = { ...DEFAULT_POLICIES.staging, isKeyApprovalRequired: true };
const UNKNOWN = "00000000-0000-7000-8000-000000000000";
let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Approval"), createTestWorkspace("Other")]);
  await requireApproval(workspace);
});

const requireApproval = (where: TestWorkspace) =>
  outputOf(
    invoke(setEnvironmentPolicy, systemContext(where), { environment: "staging", version: 0, settings: REQUIRED }),
  );
const person = (role: "owner" | "admin" | "member" | "auditor", where = workspace) => userContext(where, role, null);
const wanted = (input: object) => ({
  name: `cursor-${newId().slice(-12)}`,
  environment: "staging",
  access: "read",
  ...input,
});
const create = (input: object = {}, ctx: Context = person("admin")) =>
  outputOf(invoke(createApiKey, ctx, wanted(input)));
const approve = (apiKeyId: string, ctx: Context = person("owner"), input: object = {}) =>
  invoke(approveApiKey, ctx, { apiKeyId, version: 1, ...input });
const decline = (apiKeyId: string, ctx: Context = person("owner"), input: object = {}) =>
  invoke(declineApiKey, ctx, { apiKeyId, ...input });
const get = (apiKeyId: string, ctx: Context = person("owner")) => outputOf(invoke(getApiKey, ctx, { apiKeyId }));
const statusOf = async (apiKeyId: string) => (await get(apiKeyId)).apiKey.status;
const keyRow = async (id: string) => (await superuserSql()`select to_jsonb(k) from api_keys k where id = ${id}`)[0];
const knock = async (token: string) => {
  const result = await authenticateApiKey(`Bearer ${token}`, { ip: null, userAgent: null, requestId: newId() });
  await drainLastUsed();
  return result;
};
const told = (id: string) => superuserSql()<{ kind: string; userId: string }[]>`
  select kind, user_id as "userId" from notifications where about_id = ${id} order by kind, user_id`;

describe("a new key where the policy wants an approval", () => {
  it("lets nobody in: 401 in plain words, and the reason in the workspace's log", async () => {
    const { apiKey, token } = await create();
    expect(apiKey).toMatchObject({ status: "awaiting_approval", approvedAt: null });
    expect(apiKey.approvalRequestedAt).toBe(apiKey.createdAt);
    expect(await knock(token)).toMatchObject({
      ok: false,
      status: 401,
      reason: "awaiting_approval",
      message: "The API key waits for an admin's approval.",
    });
    const [event] = (await listAuditEvents(workspace)).filter(({ credentialId }) => credentialId === apiKey.id);
    expect(event).toMatchObject({ action: "authentication.failed", errorReason: "key_awaiting_approval" });
  });

  it("waits when the operator makes it too, and not where the policy doesn't want it", async () => {
    expect((await create({}, systemContext(workspace))).apiKey.status).toBe("awaiting_approval");
    for (const environment of ["development", "production"])
      expect((await create({ environment })).apiKey).toMatchObject({ status: "active", approvalRequestedAt: null });
  });

  it("is in the list by its status, the most urgent one", async () => {
    const { apiKey } = await create();
    const { items } = await outputOf(invoke(listApiKeys, person("owner"), { status: "awaiting_approval" }));
    expect(items.map(({ id }) => id)).toContain(apiKey.id);
    const { items: live } = await outputOf(invoke(listApiKeys, person("owner"), { sort: "status", direction: "asc" }));
    expect(live[0]?.status).toBe("awaiting_approval");
  });

  it("wants neither a rotation nor a reminder of its end while it waits", async () => {
    const { apiKey } = await create({ rotateEveryDays: 1, expiresInSeconds: 86_400 });
    const later = new Date(Date.now() + 3 * DAY_MS);
    const reminded = () =>
      withWorkspace({ workspaceId: workspace.id, environment: null }, "read", async (tx) => [
        (await findScheduledKey(tx, apiKey.id, new Date())) !== null,
        (await listDueKeys(tx, { dueBefore: later, ids: [apiKey.id] }, new Date())).length > 0,
        (await findEndingKey(tx, apiKey.id, new Date())) !== null,
      ]);
    expect(await reminded()).toEqual([false, false, false]);
    await outputOf(approve(apiKey.id));
    expect(await reminded()).toEqual([true, true, true]);
  });

  it("can't be rotated around it, and a rotation of an approved key needs none", async () => {
    const { apiKey } = await create();
    const rotate = () => invoke(rotateApiKey, person("admin"), { apiKeyId: apiKey.id, overlapSeconds: 3_600 });
    expect(await refusalOf(rotate())).toMatchObject({ code: "conflict", details: { reason: "awaiting_approval" } });
    await outputOf(approve(apiKey.id));
    const { apiKey: successor, token } = await outputOf(rotate());
    expect(successor).toMatchObject({ status: "active", approvalRequestedAt: null });
    expect(await knock(token)).toMatchObject({ ok: true });
  });

  it("tells everybody who may approve, but for whoever made it, and the webhooks", async () => {
    const fresh = await createTestWorkspace("Told");
    await requireApproval(fresh);
    const events = ["api_key.approval_requested", "api_key.approval_decided"];
    const hook = { url: "https://hooks.example.com/keys", events };
    const { webhook } = await outputOf(invoke(createWebhook, person("owner", fresh), hook));
    const ownerUserId = fresh.users.member.id;
    const { apiKey } = await create({ ownerUserId, description: "Nightly" }, person("admin", fresh));
    expect(await told(apiKey.id)).toEqual([{ kind: "api_key.approval_requested", userId: fresh.users.owner.id }]);
    await outputOf(approve(apiKey.id, person("owner", fresh), { comment: "Fine" }));
    const outcome = (await told(apiKey.id)).filter(({ kind }) => kind === "api_key.approved");
    expect(outcome.map(({ userId }) => userId)).toEqual([fresh.users.admin.id, ownerUserId].toSorted());
    const rows = await superuserSql()<{ body: string }[]>`
      select body from webhook_deliveries where endpoint_id = ${webhook.id} order by id`;
    const bodies = rows.map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ type }) => type).toSorted()).toEqual(events.toSorted());
    const url = expect.stringMatching(
      new RegExp(`/w/${fresh.slug}/settings/integrations/public-api/keys/${apiKey.id}$`),
    );
    for (const { data } of bodies)
      expect(data).toMatchObject({ workspace: fresh.slug, apiKey: { id: apiKey.id, description: "Nightly" }, url });
    expect(bodies.find(({ type }) => type === events[1])?.data).toMatchObject({
      decision: "approved",
      comment: "Fine",
    });
  });
});

describe("api_key.approve", () => {
  it("lets the key work from its next request on, with before, after and the comment in the log", async () => {
    const { apiKey, token } = await create();
    expect((await get(apiKey.id)).decision).toBe("open");
    const ctx = person("owner");
    const { apiKey: approved } = await outputOf(approve(apiKey.id, ctx, { comment: "For the\nreport" }));
    expect(approved).toMatchObject({
      status: "active",
      approvedAt: ctx.now.toISOString(),
      approvedByName: ctx.actor.name,
      approvalComment: "For the report",
      version: 2,
    });
    expect(await knock(token)).toMatchObject({ ok: true });
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      {
        action: "api_key.approve",
        status: "success",
        changes: [
          {
            before: { status: "awaiting_approval" },
            after: { status: "active", approvalComment: "For the report" },
          },
        ],
      },
    ]);
    expect((await get(apiKey.id)).decision).toBeNull();
  });

  it("is never one's own, while anybody else's and the operator's will do", async () => {
    const { apiKey } = await create({}, person("owner"));
    expect((await get(apiKey.id)).decision).toBe("own_key");
    const before = await keyRow(apiKey.id);
    const error = await refusalOf(approve(apiKey.id, person("owner")));
    expect(error).toMatchObject({ code: "forbidden", details: { reason: "own_key" } });
    expect(await keyRow(apiKey.id)).toEqual(before);
    await outputOf(approve(apiKey.id, person("admin")));
    const ofOperator = await create({}, systemContext(workspace));
    await outputOf(approve(ofOperator.apiKey.id, systemContext(workspace)));
    expect(await statusOf(ofOperator.apiKey.id)).toBe("active");
  });

  it("is for the roles that may make keys there", async () => {
    const fresh = await createTestWorkspace("Owners");
    const settings = { ...REQUIRED, creatorRoles: ["owner"] };
    await outputOf(
      invoke(setEnvironmentPolicy, systemContext(fresh), { environment: "staging", version: 0, settings }),
    );
    const { apiKey } = await create({}, systemContext(fresh));
    expect((await told(apiKey.id)).map(({ userId }) => userId)).toEqual([fresh.users.owner.id]);
    expect((await get(apiKey.id, person("admin", fresh))).decision).toBe("role_not_allowed");
    const error = await refusalOf(approve(apiKey.id, person("admin", fresh)));
    expect(error).toMatchObject({ code: "forbidden", details: { reason: "role_not_allowed" } });
  });

  it("is of the key that was looked at: a change in between is shown first", async () => {
    const { apiKey } = await create({ allowedAddresses: ["10.0.0.0/8"] });
    const wider = { apiKeyId: apiKey.id, version: 1, allowedAddresses: [] };
    await outputOf(invoke(changeRestrictions, person("admin"), wider));
    expect(await refusalOf(approve(apiKey.id))).toMatchObject({
      code: "conflict",
      details: { reason: "stale_version", current: { allowedAddresses: [] } },
    });
    expect(await statusOf(apiKey.id)).toBe("awaiting_approval");
    await outputOf(approve(apiKey.id, person("owner"), { version: 2 }));
  });

  it("goes on where the policy was turned off: what waits waits", async () => {
    const fresh = await createTestWorkspace("Off");
    await requireApproval(fresh);
    const { apiKey, token } = await create({}, person("admin", fresh));
    const off = { environment: "staging", version: 1, settings: DEFAULT_POLICIES.staging };
    const preview = await outputOf(
      invoke(previewEnvironmentPolicy, person("owner", fresh), { environment: "staging", settings: off.settings }),
    );
    expect(preview).toMatchObject({ stillWaiting: { count: 1, keys: [{ id: apiKey.id }] }, otherApprovers: null });
    await outputOf(invoke(setEnvironmentPolicy, systemContext(fresh), off));
    expect(await knock(token)).toMatchObject({ ok: false, reason: "awaiting_approval" });
    expect((await create({}, person("admin", fresh))).apiKey.status).toBe("active");
    await outputOf(approve(apiKey.id, person("owner", fresh)));
    expect(await knock(token)).toMatchObject({ ok: true });
  });

  it("refuses who may not, an unknown and a foreign key, a bad input, and what doesn't wait", async () => {
    const { apiKey } = await create();
    const before = await keyRow(apiKey.id);
    for (const decide of [approve, decline]) {
      for (const role of ["auditor", "member"] as const)
        expect(await refusalOf(decide(apiKey.id, person(role)))).toMatchObject({ code: "forbidden" });
      const foreign = person("owner", other);
      expect(await refusalOf(decide(apiKey.id, foreign))).toMatchObject({ code: "not_found" });
      expect(await refusalOf(decide(UNKNOWN))).toMatchObject({ code: "not_found" });
      for (const wrong of [{ comment: "x".repeat(501) }, { comment: "zero\u200bwidth" }, { apiKeyId: "1" }])
        expect(await refusalOf(decide(apiKey.id, person("owner"), wrong))).toMatchObject({ code: "validation" });
    }
    expect(await keyRow(apiKey.id)).toEqual(before);
    expect((await get(apiKey.id, person("auditor"))).decision).toBe("not_permitted");
    const free = await create({ environment: "development" });
    const ended = await create();
    await outputOf(invoke(revokeApiKey, person("owner"), { apiKeyId: ended.apiKey.id }));
    for (const id of [free.apiKey.id, ended.apiKey.id]) {
      for (const decide of [approve, decline])
        expect(await refusalOf(decide(id))).toMatchObject({ code: "conflict", details: { reason: "not_waiting" } });
    }
  });
});

describe("api_key.decline", () => {
  it("revokes the key for good, with the comment as its reason, and tells whoever made it", async () => {
    const { apiKey, token } = await create();
    const { apiKey: declined } = await outputOf(decline(apiKey.id, person("owner"), { comment: "There is one" }));
    expect(declined).toMatchObject({
      status: "revoked",
      revokeReason: "system:declined There is one",
      approvedAt: null,
    });
    expect(await knock(token)).toMatchObject({ ok: false, reason: "revoked" });
    expect(await told(apiKey.id)).toContainEqual({ kind: "api_key.declined", userId: workspace.users.admin.id });
  });

  it("takes back one's own", async () => {
    const { apiKey } = await create();
    await outputOf(decline(apiKey.id, person("admin")));
    expect(await statusOf(apiKey.id)).toBe("revoked");
  });

  it("and approving at the same moment: one of them happens, the other is told", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { apiKey } = await create();
      const results = await Promise.allSettled([
        outputOf(approve(apiKey.id)),
        outputOf(decline(apiKey.id)),
        outputOf(approve(apiKey.id, systemContext(workspace))),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const [first] = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.apiKey] : []));
      expect(await statusOf(apiKey.id)).toBe(first?.status);
      const kinds = new Set((await told(apiKey.id)).map(({ kind }) => kind));
      expect([...kinds].filter((kind) => kind !== "api_key.approval_requested")).toHaveLength(1);
    }
  });
});

describe("environment_policy.preview", () => {
  it("says how many others could approve, none being a warning", async () => {
    const preview = (settings: object, ctx = person("owner")) =>
      outputOf(invoke(previewEnvironmentPolicy, ctx, { environment: "staging", settings }));
    expect((await preview(REQUIRED)).otherApprovers).toBe(1);
    expect((await preview({ ...REQUIRED, creatorRoles: ["owner"] })).otherApprovers).toBe(0);
    const alone = await createTestWorkspace("Alone");
    await superuserSql()`update users set disabled_at = now() where id = ${alone.users.admin.id}`;
    expect((await preview(REQUIRED, person("owner", alone))).otherApprovers).toBe(0);
    expect((await preview(REQUIRED, systemContext(alone))).otherApprovers).toBe(1);
  });
});

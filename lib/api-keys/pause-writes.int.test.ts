import { beforeAll, describe, expect, it } from "vitest";
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
import { invoke } from "#lib/kernel/index.ts";
import { createWebhook } from "#lib/webhooks/index.ts";
import { createApiKey, listApiKeys, pauseWrites, resumeWrites, revokeApiKey, rotateApiKey } from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Breaker"), createTestWorkspace("Other")]);
});

const UNKNOWN = "00000000-0000-7000-8000-000000000000";
const admin = () => userContext(workspace, "admin", null);
const create = async () => {
  const name = `cursor-${newId().slice(-12)}`;
  const input = { name, environment: "staging", access: "write", writesPerHour: 5 } as const;
  return (await outputOf(invoke(createApiKey, admin(), input))).apiKey;
};
const pause = (apiKeyId: string, ctx = systemContext(workspace)) =>
  outputOf(invoke(pauseWrites, ctx, { apiKeyId, by: "hour" }));
const resume = (apiKeyId: string, ctx = admin()) => invoke(resumeWrites, ctx, { apiKeyId });
const pausedBy = async (id: string) =>
  (await superuserSql()`select writes_paused_by from api_keys where id = ${id}`)[0]?.writes_paused_by;
const told = (id: string) =>
  superuserSql()<{ user_id: string; params: object }[]>`
    select user_id, params from notifications where about_id = ${id} and kind = 'api_key.writes_paused'`;

describe("api_key.pause_writes", () => {
  it("marks the key, is recorded as a change, and tells the admins and the owner once", async () => {
    const key = await create();
    const ctx = systemContext(workspace);
    const { apiKey } = await pause(key.id, ctx);
    expect(apiKey).toMatchObject({ writesPausedBy: "hour", writesPausedAt: ctx.now.toISOString(), status: "active" });
    expect((await pause(key.id)).apiKey).toEqual(apiKey);
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      {
        action: "api_key.pause_writes",
        changes: [{ before: { writesPausedBy: null }, after: { writesPausedBy: "hour" } }],
      },
    ]);
    const recipients = (await told(key.id)).map((row) => row.user_id);
    expect(recipients.toSorted()).toEqual([workspace.users.owner.id, workspace.users.admin.id].toSorted());
    expect(await told(key.id)).toMatchObject(recipients.map(() => ({ params: { name: key.name, by: "hour" } })));
  });

  it("is found in the list until it is resumed or the key has ended, whatever its status; the message leads to the key", async () => {
    const [paused, running, ended] = [await create(), await create(), await create()];
    const listed = async (ctx = admin()) => {
      const { items } = await outputOf(invoke(listApiKeys, ctx, { status: "writes_paused", limit: 100 }));
      return items.map(({ id }) => id).filter((id) => [paused.id, running.id, ended.id].includes(id));
    };
    await pause(paused.id);
    await pause(ended.id);
    expect((await listed()).toSorted()).toEqual([paused.id, ended.id].toSorted());
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: ended.id }));
    expect(await listed()).toEqual([paused.id]);
    expect(await listed(userContext(other, "admin", null))).toEqual([]);
    const links = await superuserSql()`select distinct link from notifications where about_id = ${paused.id}`;
    expect(links).toEqual([{ link: `/settings/integrations/public-api/keys/${paused.id}` }]);
    await outputOf(resume(paused.id));
    expect(await listed()).toEqual([]);
  });

  it("tells webhooks", async () => {
    const hook = { url: "https://hooks.example.com/x", events: ["api_key.writes_paused"], description: "" };
    const { webhook } = await outputOf(invoke(createWebhook, admin(), hook));
    const key = await create();
    await pause(key.id);
    const rows = await superuserSql()`select body from webhook_deliveries where endpoint_id = ${webhook.id}`;
    expect(rows.map(({ body }) => JSON.stringify(body))).toEqual([expect.stringContaining(key.id)]);
  });

  it("holds both keys of a rotation, and a successor that is made while it holds", async () => {
    const old = await create();
    const rotate = async (apiKeyId: string) =>
      (await outputOf(invoke(rotateApiKey, admin(), { apiKeyId, overlapSeconds: 3_600 }))).apiKey;
    const successor = await rotate(old.id);
    await pause(old.id);
    expect([await pausedBy(old.id), await pausedBy(successor.id)]).toEqual(["hour", "hour"]);
    const third = await rotate(successor.id);
    expect(third.writesPausedBy).toBe("hour");
    await outputOf(resume(old.id));
    expect([await pausedBy(old.id), await pausedBy(successor.id), await pausedBy(third.id)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("is the machine's: nobody without the permission, no other workspace, no unknown key and no other limit", async () => {
    const { id: apiKeyId } = await create();
    const asMember = invoke(pauseWrites, userContext(workspace, "member", null), { apiKeyId, by: "hour" });
    expect(await refusalOf(asMember)).toMatchObject({ code: "forbidden" });
    for (const [ctx, id] of [
      [systemContext(other), apiKeyId],
      [systemContext(workspace), UNKNOWN],
    ] as const) {
      expect(await refusalOf(invoke(pauseWrites, ctx, { apiKeyId: id, by: "hour" }))).toMatchObject({
        code: "not_found",
      });
    }
    expect(await refusalOf(invoke(pauseWrites, systemContext(workspace), { apiKeyId, by: "day" }))).toMatchObject({
      code: "validation",
    });
    expect(await pausedBy(apiKeyId)).toBeNull();
  });
});

describe("api_key.resume_writes", () => {
  it("lets the key write again, with its budgets from the beginning, on record; a second time changes nothing", async () => {
    const key = await create();
    await pause(key.id);
    const [line] = await superuserSql()`select line_id from api_keys where id = ${key.id}`;
    await superuserSql()`insert into key_budget_counters (workspace_id, line_id, at_second, requests, writes)
      values (${workspace.id}, ${line?.line_id}, 0, array_fill(0, array[60]), array_fill(0, array[60]))`;
    const ctx = admin();
    const { apiKey } = await outputOf(resume(key.id, ctx));
    expect(apiKey).toMatchObject({ writesPausedAt: null, writesPausedBy: null });
    expect(await superuserSql()`select 1 from key_budget_counters where line_id = ${line?.line_id}`).toHaveLength(0);
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      { action: "api_key.resume_writes", actorName: workspace.users.admin.name, changes: [{}] },
    ]);
    expect((await outputOf(resume(key.id))).apiKey).toEqual(apiKey);
  });

  it("is refused without the permission, from another workspace, for no key, and for one that has ended", async () => {
    const { id } = await create();
    await pause(id);
    expect(await refusalOf(resume(id, userContext(workspace, "auditor", null)))).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(resume(id, userContext(other, "owner", null)))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(resume(UNKNOWN))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(resume("x"))).toMatchObject({ code: "validation" });
    expect(await pausedBy(id)).toBe("hour");
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: id }));
    expect(await refusalOf(resume(id))).toMatchObject({ code: "conflict", details: { reason: "key_ended" } });
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { invoke, type Operation } from "#lib/kernel/index.ts";
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  retryDelivery,
  rotateWebhookSecret,
  sendTestEvent,
  setWebhookEnabled,
  updateWebhook,
} from "./index.ts";
import { MAX_WEBHOOKS } from "./schemas.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Hooks"), createTestWorkspace("Other")]);
});

const UNKNOWN = "00000000-0000-7000-8000-000000000000";
const EVENTS = ["api_key.rotation_due"];
const admin = () => userContext(workspace, "admin", null);
/** Due in a year, so that no other suite sends it meanwhile. */
const test = (webhookId: string) =>
  invoke(sendTestEvent, { ...admin(), now: new Date(Date.now() + 365 * DAY_MS) }, { webhookId });
const create = (input: object = {}) =>
  outputOf(invoke(createWebhook, admin(), { url: "https://hooks.example.com/in", events: EVENTS, ...input }));
const get = async (webhookId: string) => outputOf(invoke(getWebhook, admin(), { webhookId }));

describe("an address with a token in it", () => {
  it("is in the log as far as where it leads, whatever is done with it, and that it was another is on record", async () => {
    const owned = await createTestWorkspace("Tokens");
    const ctx = () => userContext(owned, "admin", null);
    const url = "https://hooks.example.com:8443/services/t0kenInThePath?key=t0kenInTheQuery";
    const { webhook } = await outputOf(invoke(createWebhook, ctx(), { url, events: EVENTS }));
    expect(webhook.url).toBe(url);
    const webhookId = webhook.id;
    const changed = { webhookId, version: webhook.version, url: `${url}2`, events: EVENTS };
    await outputOf(invoke(updateWebhook, ctx(), changed));
    await refusalOf(invoke(updateWebhook, ctx(), changed));
    await refusalOf(invoke(createWebhook, ctx(), { url: `${url}#part`, events: EVENTS }));
    await outputOf(invoke(getWebhook, ctx(), { webhookId }));
    await outputOf(invoke(rotateWebhookSecret, ctx(), { webhookId }));
    await outputOf(invoke(setWebhookEnabled, ctx(), { webhookId, isEnabled: false }));
    await outputOf(invoke(deleteWebhook, ctx(), { webhookId }));
    const events = await superuserSql()<{ action: string; row: string }[]>`
      select action, to_jsonb(e)::text as row from audit_events e where workspace_id = ${owned.id} order by id`;
    expect(events.length).toBeGreaterThanOrEqual(8);
    for (const { row } of events) expect(row).not.toContain("t0ken");
    const update = events.find(({ action }) => action === "webhook.update")?.row;
    expect(update).toContain("https://hooks.example.com:8443/…");
    expect(update).toContain('"hasNewAddress": true');
  });
});

describe("webhook.create", () => {
  it("shows the secret once, and keeps it encrypted and out of the audit log", async () => {
    const { webhook, secret } = await create({ description: "on call" });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toMatchObject({ description: "on call", events: EVENTS, isEnabled: true, lastDelivery: null });
    expect(JSON.stringify(await get(webhook.id))).not.toContain(secret);
    const rows =
      await superuserSql()`select to_jsonb(t)::text as row from webhook_endpoints t where id = ${webhook.id}`;
    const raw = Buffer.from(secret.slice("whsec_".length), "base64");
    expect(rows[0]?.row).not.toContain(raw.toString("hex"));
    const events = (await listAuditEvents(workspace)).filter(({ targetId }) => targetId === webhook.id);
    expect(events.at(0)).toMatchObject({ action: "webhook.create", status: "success" });
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  it.each([
    { url: "ftp://hooks.example.com" },
    { url: "hooks.example.com" },
    { url: "https://user:word@hooks.example.com/" },
    { url: "https://hooks.example.com/#part" },
    { url: "https://10.0.0.1/" },
    { url: "https://169.254.169.254/latest/meta-data" },
    { url: "http://203.0.112.5/" },
    { events: [] },
    { events: ["task.created"] },
    { secret: "mine" },
  ])("refuses %j", async (input) => {
    expect(await refusalOf(create(input))).toMatchObject({ code: "validation" });
  });

  it("makes no more than the limit, even at the same moment", async () => {
    const full = await createTestWorkspace("Full");
    const ctx = () => userContext(full, "owner", null);
    const one = () => invoke(createWebhook, ctx(), { url: "https://hooks.example.com/in", events: EVENTS });
    const results = await Promise.allSettled(Array.from({ length: MAX_WEBHOOKS + 3 }, one));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(MAX_WEBHOOKS);
    expect(await refusalOf(one())).toMatchObject({ code: "conflict", details: { reason: "too_many_webhooks" } });
  });
});

describe("webhook.update", () => {
  it("changes address and events, and refuses what was decided on an older state", async () => {
    const { webhook } = await create();
    const input = { webhookId: webhook.id, url: "https://new.example.com/", events: ["api_key.suspended_by_policy"] };
    const changed = await outputOf(invoke(updateWebhook, admin(), { ...input, version: webhook.version }));
    expect(changed.webhook).toMatchObject({ url: input.url, events: input.events, version: webhook.version + 1 });
    expect(await refusalOf(invoke(updateWebhook, admin(), { ...input, version: webhook.version }))).toMatchObject({
      code: "conflict",
      details: { reason: "stale_version" },
    });
    const inside = invoke(updateWebhook, admin(), {
      ...input,
      url: "https://[fd00::1]/",
      version: changed.webhook.version,
    });
    expect(await refusalOf(inside)).toMatchObject({ code: "validation", details: { reason: "webhook_address" } });
  });
});

describe("webhook.set_enabled, webhook.send_test", () => {
  it("queue nothing for a stopped endpoint, and say so", async () => {
    const { webhook } = await create();
    const webhookId = webhook.id;
    const stop = { webhookId, isEnabled: false };
    expect((await outputOf(invoke(setWebhookEnabled, admin(), stop))).webhook).toMatchObject({
      isEnabled: false,
      disabledReason: "person",
    });
    const again = await invoke(setWebhookEnabled, admin(), stop);
    expect(again).toMatchObject({ status: "done", changes: [] });
    expect(await refusalOf(test(webhookId))).toMatchObject({
      code: "conflict",
      details: { reason: "webhook_disabled" },
    });
    await outputOf(invoke(setWebhookEnabled, admin(), { webhookId, isEnabled: true }));
    const { deliveryId } = await outputOf(test(webhookId));
    expect((await get(webhookId)).deliveries).toEqual([
      expect.objectContaining({ id: deliveryId, eventType: "webhook.test", status: "pending", attempts: 0 }),
    ]);
  });
});

describe("webhook.get", () => {
  it("pages through the log without loss or repetition", async () => {
    const { webhook } = await create();
    const ids = [];
    for (let count = 0; count < 5; count += 1) {
      ids.push((await outputOf(test(webhook.id))).deliveryId);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const input = { webhookId: webhook.id, limit: 2, ...(cursor !== null && { cursor }) };
      const page: Awaited<ReturnType<typeof get>> = await outputOf(invoke(getWebhook, admin(), input));
      seen.push(...page.deliveries.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(ids.toReversed());
  });
});

describe("webhook.delete", () => {
  it("takes the log with it", async () => {
    const { webhook } = await create();
    await outputOf(test(webhook.id));
    await outputOf(invoke(deleteWebhook, admin(), { webhookId: webhook.id }));
    expect(await superuserSql()`select 1 from webhook_deliveries where endpoint_id = ${webhook.id}`).toHaveLength(0);
    expect(await refusalOf(get(webhook.id))).toMatchObject({ code: "not_found" });
  });
});

describe("every operation on webhooks", () => {
  const operations = (id: string) =>
    [
      [updateWebhook, { webhookId: id, version: 1, url: "https://x.example.com/", events: EVENTS }],
      [setWebhookEnabled, { webhookId: id, isEnabled: false }],
      [rotateWebhookSecret, { webhookId: id }],
      [sendTestEvent, { webhookId: id }],
      [retryDelivery, { deliveryId: id }],
      [deleteWebhook, { webhookId: id }],
      [getWebhook, { webhookId: id }],
    ] as unknown as readonly (readonly [Operation, object])[];

  it("finds nothing in another workspace, or where nothing is, and refuses nonsense", async () => {
    const { webhook } = await create();
    const foreign = userContext(other, "owner", null);
    for (const [operation, input] of operations(webhook.id)) {
      expect(await refusalOf(invoke(operation, foreign, input)), operation.name).toMatchObject({ code: "not_found" });
    }
    for (const [operation, input] of operations(UNKNOWN)) {
      expect(await refusalOf(invoke(operation, admin(), input)), operation.name).toMatchObject({ code: "not_found" });
    }
    for (const [operation, input] of operations("x")) {
      expect(await refusalOf(invoke(operation, admin(), input)), operation.name).toMatchObject({ code: "validation" });
    }
    expect((await get(webhook.id)).webhook).toEqual(webhook);
    expect((await outputOf(invoke(listWebhooks, foreign, {}))).items).toEqual([]);
  });

  it("lets auditors look and change nothing, and members not even look", async () => {
    const { webhook } = await create();
    const auditor = () => userContext(workspace, "auditor", null);
    const member = () => userContext(workspace, "member", null);
    for (const [operation, input] of operations(webhook.id)) {
      if (operation.effect === "read") continue;
      expect(await refusalOf(invoke(operation, auditor(), input)), operation.name).toMatchObject({ code: "forbidden" });
    }
    const url = "https://x.example.com/";
    expect(await refusalOf(invoke(createWebhook, auditor(), { url, events: EVENTS }))).toMatchObject({
      code: "forbidden",
    });
    expect((await outputOf(invoke(getWebhook, auditor(), { webhookId: webhook.id }))).webhook).toEqual(webhook);
    for (const read of [invoke(listWebhooks, member(), {}), invoke(getWebhook, member(), { webhookId: webhook.id })]) {
      expect(await refusalOf(read)).toMatchObject({ code: "forbidden" });
    }
  });
});

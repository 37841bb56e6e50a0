import { Webhook as Verifier } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  superuserSql,
  type TestWorkspace,
  useOwnDatabase,
  userContext,
} from "#db/testing/index.ts";
import { type Receiver, startReceiver } from "#db/testing/receiver.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import {
  createWebhook,
  deliverWebhooks,
  getWebhook,
  queueWebhookEvent,
  retryDelivery,
  rotateWebhookSecret,
  sendTestEvent,
  setWebhookEnabled,
} from "./index.ts";
import { send } from "./send.ts";

let workspace: TestWorkspace;
let receiver: Receiver;

beforeAll(async () => {
  // The job sends what is due in the whole installation, here by a clock that runs days ahead.
  await useOwnDatabase("webhook_delivery");
  [workspace, receiver] = await Promise.all([createTestWorkspace("Deliver"), startReceiver()]);
});
afterAll(() => receiver.close());

const admin = () => userContext(workspace, "admin", null);
const at = (ms: number) => () => new Date(Date.now() + ms);

/** An endpoint of the test's own: its path tells its messages from others'. */
async function endpoint(path: string, url = receiver.url) {
  receiver.answer(204);
  const input = { url: `${url}/${path}`, events: ["api_key.rotation_due"] };
  const { webhook, secret } = await outputOf(invoke(createWebhook, admin(), input));
  return {
    webhookId: webhook.id,
    secret,
    test: async () => (await outputOf(invoke(sendTestEvent, admin(), { webhookId: webhook.id }))).deliveryId,
    received: () => receiver.received.filter((one) => one.path === `/hooks/${path}`),
    last: async () => (await outputOf(invoke(getWebhook, admin(), { webhookId: webhook.id }))).deliveries[0],
  };
}

/** What the admins were told of an endpoint, one row for each time. */
const told = async (webhookId: string) => {
  const rows = await superuserSql()`
    select count(*)::int as people, count(mail_id)::int as mails, min(params ->> 'problem') as problem,
      min((params ->> 'status')::int) as status
    from notifications where kind = 'webhook.delivery_failed' and about_id = ${webhookId} group by dedupe_key`;
  return [...rows];
};

const queue = (dedupeKey: string, now = new Date()) =>
  withWorkspace({ workspaceId: workspace.id, environment: null }, "write", (tx) =>
    queueWebhookEvent(tx, { type: "api_key.rotation_due", dedupeKey, data: { apiKey: { name: "laptop" } } }, now),
  );

describe("a delivery", () => {
  it("arrives signed as Standard Webhooks has it, and is written down", async () => {
    const { secret, received, test, last } = await endpoint("signed");
    const deliveryId = await test();
    await deliverWebhooks();
    const [message] = received();
    expect(received()).toHaveLength(1);
    const { headers = {}, body = "" } = message ?? {};
    const payload = new Verifier(secret).verify(body, headers as Record<string, string>);
    expect(payload).toMatchObject({ type: "webhook.test", data: { sentBy: "Deliver admin" } });
    expect(headers["webhook-id"]).toBe(`msg_${deliveryId}`);
    expect(headers["content-type"]).toBe("application/json");
    expect(() => new Verifier("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").verify(body, headers as never)).toThrow();
    expect(() => new Verifier(secret).verify(`${body} `, headers as never)).toThrow();
    expect(await last()).toMatchObject({ status: "delivered", attempts: 1, lastStatus: 204, lastError: null });
  });

  it("happens once, however many instances send at the same moment", async () => {
    const { received, test } = await endpoint("once");
    await test();
    await Promise.all(Array.from({ length: 5 }, () => deliverWebhooks()));
    await deliverWebhooks();
    expect(received()).toHaveLength(1);
  });

  it("is tried again later with the same id and body, and given up after the last time", async () => {
    const { received, test, last } = await endpoint("again");
    receiver.answer(503);
    await test();
    let moved = 0;
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await deliverWebhooks(at(moved));
      expect(await last()).toMatchObject({ attempts: attempt, lastStatus: 503, lastError: "status" });
      await deliverWebhooks(at(moved));
      moved += DAY_MS;
    }
    expect(await last()).toMatchObject({ status: "failed", attempts: 10, nextAttemptAt: null });
    expect(received()).toHaveLength(10);
    expect(new Set(received().map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(received().map(({ body }) => body)).size).toBe(1);
    receiver.answer(200);
    await outputOf(invoke(retryDelivery, admin(), { deliveryId: (await last())?.id ?? "" }));
    await deliverWebhooks();
    expect(await last()).toMatchObject({ status: "delivered", attempts: 11, lastStatus: 200 });
  });

  it("that was given up is told to the admins, once until something arrives again", async () => {
    const { webhookId, test, last } = await endpoint("given-up");
    let moved = 0;
    const giveUp = async () => {
      receiver.answer(503);
      await test();
      for (let attempt = 1; attempt <= 10; attempt += 1) {
        await deliverWebhooks(at(moved));
        moved += DAY_MS;
      }
      expect(await last()).toMatchObject({ status: "failed" });
    };
    await giveUp();
    await giveUp();
    expect(await told(webhookId)).toEqual([{ people: 2, mails: 2, problem: "status", status: 503 }]);
    receiver.answer(204);
    await test();
    await deliverWebhooks(at(moved));
    await giveUp();
    expect(await told(webhookId)).toHaveLength(2);
  });

  it("whose instance died in between is sent again by another, after the lease", async () => {
    const { received, test, last } = await endpoint("died");
    const deliveryId = await test();
    // What an instance leaves that was killed after it had claimed the attempt.
    await superuserSql()`
      update webhook_deliveries set attempts = 1, next_attempt_at = ${at(60_000)()} where id = ${deliveryId}`;
    await deliverWebhooks();
    expect(received()).toHaveLength(0);
    await deliverWebhooks(at(61_000));
    expect(received()).toHaveLength(1);
    expect(await last()).toMatchObject({ status: "delivered", attempts: 2 });
  });

  it("follows no redirect", async () => {
    const { received, test, last } = await endpoint("moved");
    receiver.answer(302, { location: `${receiver.url}/elsewhere` });
    await test();
    await deliverWebhooks();
    expect(received()).toHaveLength(1);
    expect(receiver.received.some(({ path }) => path.endsWith("elsewhere"))).toBe(false);
    expect(await last()).toMatchObject({ status: "pending", lastStatus: 302, lastError: "redirect" });
  });

  it("that is answered 410 stops the endpoint, and the log says who did it", async () => {
    const { webhookId, test, last } = await endpoint("gone");
    receiver.answer(410);
    await test();
    await deliverWebhooks();
    expect(await last()).toMatchObject({ status: "failed", lastStatus: 410 });
    const { webhook } = await outputOf(invoke(getWebhook, admin(), { webhookId }));
    expect(webhook).toMatchObject({ isEnabled: false, disabledReason: "gone" });
    const event = (await listAuditEvents(workspace)).find(
      ({ action, targetId }) => action === "webhook.set_enabled" && targetId === webhookId,
    );
    expect(event).toMatchObject({ status: "success", channel: "job", actorName: "webhooks" });
  });

  it("that waits when its endpoint is stopped is given up", async () => {
    const { webhookId, received, test, last } = await endpoint("stopped");
    await test();
    await outputOf(invoke(setWebhookEnabled, admin(), { webhookId, isEnabled: false }));
    await deliverWebhooks();
    expect(received()).toHaveLength(0);
    expect(await last()).toMatchObject({ status: "failed", lastError: "disabled" });
  });

  it("goes nowhere inside, whatever the name says", async () => {
    const inside = new URL(receiver.url);
    for (const hostname of ["10.255.255.1", "[::ffff:169.254.169.254]", "0.0.0.0"]) {
      inside.hostname = hostname;
      expect(await send(inside, {}, "{}"), hostname).toEqual({ status: null, error: "address_not_allowed" });
    }
    // Allowed by the test's own network over http, and by its certificate over https: neither is spoken here.
    expect(await send(new URL(receiver.url.replace("http:", "https:")), {}, "{}")).toMatchObject({ error: "tls" });
    expect(await send(new URL("https://no-such-host.invalid/"), {}, "{}")).toMatchObject({ error: "name_not_found" });
    expect(await send(new URL("http://127.0.0.1:9/"), {}, "{}")).toMatchObject({ error: "connection" });
    receiver.answer(null);
    expect(await send(new URL(receiver.url), {}, "{}", 50)).toMatchObject({ error: "timeout" });
  });

  it("is judged by what its name resolves to", async () => {
    const { port } = new URL(receiver.url);
    receiver.answer(204);
    expect(await send(new URL(`http://localhost:${port}/hooks`), {}, "{}")).toEqual({ status: 204, error: null });
  });
});

describe("a rotated secret", () => {
  it("signs beside the old one for a day, then alone", async () => {
    const { webhookId, secret: old, received, test } = await endpoint("rotated");
    const { secret } = await outputOf(invoke(rotateWebhookSecret, admin(), { webhookId }));
    expect(secret).not.toBe(old);
    await test();
    await deliverWebhooks();
    const during = received().at(-1);
    for (const one of [old, secret]) new Verifier(one).verify(during?.body ?? "", during?.headers as never);
    await superuserSql()`update webhook_endpoints set previous_secret_ends_at = ${new Date()} where id = ${webhookId}`;
    await test();
    await deliverWebhooks();
    const after = received().at(-1);
    new Verifier(secret).verify(after?.body ?? "", after?.headers as never);
    expect(() => new Verifier(old).verify(after?.body ?? "", after?.headers as never)).toThrow();
  });
});

describe("an event", () => {
  it("is queued once for each endpoint that wants it, and forgotten after thirty days", async () => {
    const { webhookId, last } = await endpoint("events");
    const old = await queue("old", new Date(Date.now() - 31 * DAY_MS));
    expect(old).toBeGreaterThan(0);
    expect(await queue("same")).toBe(old);
    expect(await queue("same")).toBe(0);
    expect((await last())?.eventType).toBe("api_key.rotation_due");
    const rows = await superuserSql()`select dedupe_key from webhook_deliveries where endpoint_id = ${webhookId}`;
    expect(rows.map((row) => row.dedupe_key)).toEqual(["same"]);
  });
});

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Webhook as Verifier } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
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
import type { AuditStream } from "#lib/audit/schemas.ts";
import { sealWorkspace } from "#lib/audit-evidence/index.ts";
import { applyRetention } from "#lib/audit-retention/index.ts";
import { addDemoEvents } from "#lib/demo/index.ts";
import { DAY_MS, MINUTE_MS } from "#lib/durations/index.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";
import { makeLogger } from "#lib/observability/logger.ts";
import { createProject } from "#lib/projects/index.ts";
import {
  createDestination,
  deleteDestination,
  deliverAuditLog,
  listDestinations,
  moveDelivery,
  rotateDestinationSecret,
  sendDestinationTest,
  setDestinationPaused,
  updateDestination,
} from "./index.ts";

let workspace: TestWorkspace;
let receiver: Receiver;
/** What the runs' clock is ahead of the real one; nobody waits for it. */
let ahead = 0;

beforeAll(async () => {
  // The job delivers for the whole installation, here by a clock that runs ahead.
  await useOwnDatabase("audit_delivery");
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  ahead = 0;
  receiver.received.length = 0;
  receiver.answer(204);
  await superuserSql()`update audit_destinations set paused_at = now(), alerted_at = null`;
  workspace = await createTestWorkspace("Delivered");
});

const now = () => new Date(Date.now() + ahead);
const admin = () => userContext(workspace, "admin", null);
const deliver = (timeoutMs = 5_000) => deliverAuditLog({ now, chance: () => 1, timeoutMs });
const seal = () => sealWorkspace(workspace.id, new Date(), { signsAll: true });
const demo = async (count: number) => {
  await addDemoEvents(workspace.id, count, 5, new Date(), { indexes: false });
  await seal();
};
const act = async (name: string) => {
  await outputOf(invoke(createProject, userContext(workspace, "owner", "staging"), { name }));
  await seal();
};

async function destination(streams: readonly AuditStream[], startsAt = "oldest") {
  const input = { name: "SIEM", url: receiver.url, streams, startsAt };
  const made = await outputOf(invoke(createDestination, admin(), input));
  return { destinationId: made.destination.id, secret: made.secret };
}

async function health(id: string) {
  const { items } = await outputOf(invoke(listDestinations, { ...admin(), now: now() }, {}));
  const found = items.find((item) => item.id === id);
  if (found === undefined) throw new Error("there is no such destination");
  return found;
}

interface Batch {
  readonly id: string;
  readonly text: string;
  readonly data: {
    readonly stream: AuditStream;
    readonly sequence: number;
    readonly firstLeaf: number;
    readonly lastLeaf: number;
    readonly movedFromLeaf: number | null;
    readonly removed: readonly { readonly firstLeaf: number; readonly lastLeaf: number; readonly reason: string }[];
    readonly events: readonly { readonly leaf: number; readonly event: { readonly id: string } }[];
  };
}

const batches = (): Batch[] =>
  receiver.received.map(({ headers, body }) => ({
    id: String(headers["webhook-id"]),
    text: body,
    data: (JSON.parse(body) as Pick<Batch, "data">).data,
  }));

/** As a receiver does it: what was seen before is dropped by its id. */
function withoutRepeats(all: readonly Batch[]): Batch[] {
  return [...new Map(all.toReversed().map((batch) => [batch.id, batch])).values()].toReversed();
}

const sealedIds = async (stream: AuditStream) => {
  const rows = await superuserSql()<{ id: string }[]>`
    select event_id as id from audit_leaves where workspace_id = ${workspace.id} and stream = ${stream} order by leaf`;
  return rows.map(({ id }) => id);
};

function receivedIds(stream: AuditStream): string[] {
  const own = withoutRepeats(batches()).filter(({ data }) => data.stream === stream);
  expect(own.map(({ data }) => data.sequence)).toEqual(own.map((_, index) => index + 1));
  const leaves = own.flatMap(({ data }) => data.events.map(({ leaf }) => leaf));
  expect(leaves).toEqual(leaves.map((_, index) => index));
  return own.flatMap(({ data }) => data.events.map(({ event }) => event.id));
}

const notices = async () => {
  const rows = await superuserSql()<{ kind: string; people: number; mails: number }[]>`
    select kind, count(*)::int as people, count(mail_id)::int as mails from notifications
    where workspace_id = ${workspace.id} group by kind order by kind`;
  return rows.map(({ kind, people, mails }) => `${kind} ${people} ${mails}`);
};

describe("a batch", () => {
  it("arrives signed as Standard Webhooks has it, and what is in it is what was sealed", async () => {
    const { secret, destinationId } = await destination(["staging"]);
    await act("Website");
    await deliver();
    expect(receiver.received).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: "" }] = receiver.received;
    const payload = new Verifier(secret).verify(body, headers as Record<string, string>);
    expect(payload).toMatchObject({
      type: "audit.events",
      data: { workspaceId: workspace.id, destinationId, stream: "staging", sequence: 1, firstLeaf: 0, lastLeaf: 0 },
    });
    expect(batches()[0]?.data.events).toEqual([
      { leaf: 0, event: expect.objectContaining({ action: "project.create", workspace_id: workspace.id }) },
    ]);
    expect(() => new Verifier(secret).verify(`${body} `, headers as never)).toThrow();
    expect(await health(destinationId)).toMatchObject({ state: "healthy", waiting: 0, lastError: null });
    await deliver();
    expect(receiver.received).toHaveLength(1);
  });

  it("has at most 500 events and about a megabyte", async () => {
    await destination(["production"]);
    await demo(3_000);
    await deliver();
    const sizes = batches().map(({ data, text }) => ({ events: data.events.length, bytes: text.length }));
    expect(sizes.length).toBeGreaterThan(1);
    for (const { events, bytes } of sizes) {
      expect(events).toBeLessThanOrEqual(500);
      expect(bytes).toBeLessThan(1_200_000);
    }
    expect(receivedIds("production")).toEqual(await sealedIds("production"));
  });

  it("of a new destination begins with what is sealed from then on, unless all was asked for", async () => {
    await act("Before");
    await destination(["staging"], "now");
    await deliver();
    expect(receiver.received).toEqual([]);
    await act("After");
    await deliver();
    expect(batches().flatMap(({ data }) => data.events.map(({ leaf }) => leaf))).toEqual([1]);
  });
});

describe("a rotated secret", () => {
  it("signs beside the old one for a day, then alone", async () => {
    const { destinationId, secret: old } = await destination(["staging"]);
    const { secret } = await outputOf(invoke(rotateDestinationSecret, admin(), { destinationId }));
    await act("During");
    await deliver();
    const during = receiver.received.at(-1);
    for (const one of [old, secret]) new Verifier(one).verify(during?.body ?? "", during?.headers as never);
    await superuserSql()`
      update audit_destinations set previous_secret_ends_at = now() where id = ${destinationId}`;
    await act("Afterwards");
    await deliver();
    const after = receiver.received.at(-1);
    expect(receiver.received).toHaveLength(2);
    new Verifier(secret).verify(after?.body ?? "", after?.headers as never);
    expect(() => new Verifier(old).verify(after?.body ?? "", after?.headers as never)).toThrow();
  });
});

describe("a test event", () => {
  it("whose process died before it was sent is sent by the job, once, also while paused", async () => {
    const { destinationId } = await destination(["staging"], "now");
    await outputOf(invoke(setDestinationPaused, admin(), { destinationId, isPaused: true }));
    await outputOf(invoke(sendDestinationTest, admin(), { destinationId }));
    await deliver();
    expect(receiver.received).toEqual([]);
    ahead = MINUTE_MS;
    await Promise.all([deliver(), deliver()]);
    await deliver();
    expect(receiver.received.map(({ body }) => JSON.parse(body).type)).toEqual(["audit.test"]);
    expect((await health(destinationId)).test).toMatchObject({ isEnded: true, status: 204, error: null });
  });
});

describe("the stream that arrives", () => {
  it("is exactly the sealed one, in order, from a receiver that drops, refuses, is slow and dies", async () => {
    const { destinationId } = await destination(["production", "staging"]);
    await demo(2_500);
    receiver.behave(
      "hang_up",
      { status: 204 },
      { status: 500 },
      "lose_answer",
      "silence",
      { status: 429, headers: { "retry-after": "600" } },
      { status: 302, headers: { location: receiver.url } },
      { status: 204 },
      "lose_answer",
    );
    for (let round = 0; round < 12; round += 1) {
      if (round === 4) await receiver.die();
      await deliver(round === 3 ? 300 : 5_000);
      if (round === 4) {
        expect((await health(destinationId)).lastError?.error).toBe("connection");
        await receiver.revive();
      }
      ahead += 11 * MINUTE_MS;
    }
    for (const stream of ["production", "staging"] as const) {
      expect(receivedIds(stream)).toEqual(await sealedIds(stream));
    }
    const all = batches();
    expect(all.length).toBeGreaterThan(withoutRepeats(all).length);
    expect(new Set(all.map(({ id, text }) => `${id} ${text}`)).size).toBe(withoutRepeats(all).length);
    expect(await health(destinationId)).toMatchObject({ waiting: 0, failures: 0, state: "healthy" });
  });

  it("comes once, however many instances send at the same moment", async () => {
    await destination(["production"]);
    await demo(2_500);
    await Promise.all(Array.from({ length: 4 }, () => deliver()));
    await deliver();
    const ids = batches().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(receivedIds("production")).toEqual(await sealedIds("production"));
  });

  it("goes on with the same batch under the same id after its sender was killed", { timeout: 120_000 }, async () => {
    await destination(["staging"]);
    await act("First");
    receiver.behave("silence");
    const child = sendingProcess();
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 90_000, interval: 50 });
    child.kill("SIGKILL");
    await once(child, "close");
    await act("Second");
    await deliver();
    expect(receiver.received).toHaveLength(1);
    ahead = MINUTE_MS;
    await deliver();
    const [lost, again, after] = batches();
    expect([again?.id, again?.text]).toEqual([lost?.id, lost?.text]);
    expect(after?.data).toMatchObject({ sequence: 2, firstLeaf: 1 });
    expect(receivedIds("staging")).toEqual(await sealedIds("staging"));
  });

  it("says which events were removed after their time before they could be delivered", async () => {
    await superuserSql()`select ensure_past_audit_partitions(${new Date(Date.now() - 130 * DAY_MS)})`;
    await addDemoEvents(workspace.id, 300, 5, new Date(Date.now() - 100 * DAY_MS), { indexes: false });
    await demo(300);
    await destination(["production"]);
    const old = await superuserSql()<{ leaf: number }[]>`
      select leaf::int from audit_leaves where workspace_id = ${workspace.id} and stream = 'production'
        and occurred_at < now() - interval '91 days' order by leaf`;
    const ctx = jobContext(workspace.id, { name: "test", permissions: ["audit_log:manage"], now: new Date() });
    await applyRetention(ctx);
    await deliver();
    const [batch] = batches();
    const last = old.length - 1;
    expect(batch?.data.removed).toEqual([{ firstLeaf: 0, lastLeaf: last, reason: "retention" }]);
    expect(batch?.data.events[0]?.leaf).toBe(last + 1);
    // Taken out by somebody else: nothing on record explains it.
    await superuserSql()`
      delete from audit_events e using audit_leaves l where l.workspace_id = ${workspace.id} and l.stream = 'production'
        and l.leaf = ${old.length} and e.workspace_id = l.workspace_id and e.occurred_at = l.occurred_at and e.id = l.event_id`;
    receiver.received.length = 0;
    await destination(["production"]);
    await deliver();
    expect(batches().at(0)?.data.removed.at(-1)).toMatchObject({ firstLeaf: old.length, reason: "unknown" });
  });

  it("says so when even the leaves are gone, and goes on behind them", async () => {
    await destination(["production"]);
    await demo(2_500);
    await superuserSql()`
      delete from audit_leaves where workspace_id = ${workspace.id} and stream = 'production' and leaf between 10 and 19`;
    await superuserSql()`
      delete from audit_leaves where workspace_id = ${workspace.id} and stream = 'production' and leaf between 30 and 570`;
    await deliver();
    const own = withoutRepeats(batches());
    const removed = own.flatMap(({ data }) => data.removed);
    expect(removed[0]).toEqual({ firstLeaf: 10, lastLeaf: 19, reason: "unknown" });
    expect(removed.every(({ reason }) => reason === "unknown")).toBe(true);
    const all = own.flatMap(({ data }) => [
      ...data.events.map(({ leaf }) => leaf),
      ...data.removed.flatMap(({ firstLeaf, lastLeaf }) =>
        Array.from({ length: lastLeaf - firstLeaf + 1 }, (_, index) => firstLeaf + index),
      ),
    ]);
    expect(all.toSorted((a, b) => a - b)).toEqual(all.map((_, index) => index));
    expect(own.at(-1)?.data.events.length).toBeGreaterThan(0);
  });
});

/** An instance of its own, which sends what is due once. */
function sendingProcess(): ChildProcess {
  const code = `
    const { deliverAuditLog } = await import("#lib/audit-delivery/index.ts");
    await deliverAuditLog();`;
  return spawn(process.execPath, ["--input-type=module", "-e", code], {
    cwd: join(import.meta.dirname, "../.."),
    env: process.env,
    stdio: "inherit",
  });
}

describe("a receiver that fails", () => {
  it("is tried again after growing pauses, at its own request later, and never given up", async () => {
    const { destinationId } = await destination(["staging"]);
    await act("Website");
    receiver.answer(503);
    await deliver();
    await deliver();
    expect(receiver.received).toHaveLength(1);
    expect(await health(destinationId)).toMatchObject({
      state: "delayed",
      failures: 1,
      waiting: 1,
      lastError: { error: "status", status: 503 },
    });
    ahead += 6_000;
    receiver.answer(429, { "retry-after": "600" });
    await deliver();
    ahead += 9 * MINUTE_MS;
    await deliver();
    expect(receiver.received).toHaveLength(2);
    receiver.answer(503);
    for (let day = 0; day < 5; day += 1) {
      ahead += DAY_MS;
      await deliver();
    }
    expect(receiver.received).toHaveLength(7);
    expect(new Set(batches().map(({ id }) => id)).size).toBe(1);
  });

  it("is told to the admins once, in the inbox and by mail, and so is its end", async () => {
    const { destinationId } = await destination(["staging"]);
    await act("Website");
    receiver.answer(500);
    await deliver();
    ahead += 14 * MINUTE_MS;
    await deliver();
    expect(await notices()).toEqual([]);
    ahead += 6 * MINUTE_MS;
    await Promise.all([deliver(), deliver()]);
    expect(await health(destinationId)).toMatchObject({ state: "failing" });
    ahead += 60 * MINUTE_MS;
    await deliver();
    expect(await notices()).toEqual(["audit.delivery_failing 2 2"]);
    receiver.answer(204);
    ahead += 6 * MINUTE_MS;
    await deliver();
    await deliver();
    expect(await notices()).toEqual(["audit.delivery_failing 2 2", "audit.delivery_recovered 2 2"]);
    expect(await health(destinationId)).toMatchObject({ state: "healthy", failingSince: null });
    const tells = (await listAuditEvents(workspace)).filter(({ action }) => action === "audit_delivery.tell");
    // Of two that looked at the same moment, one has told nothing.
    const told = tells.flatMap(({ result }) => (result as { told: string | null }).told ?? []);
    expect(told.toSorted()).toEqual(["failing", "recovered"]);
  });

  it("that answers 410 pauses the delivery, tells the admins, and goes on where it was when resumed", async () => {
    const { destinationId } = await destination(["staging"]);
    await act("Website");
    receiver.answer(410);
    await deliver();
    expect(await health(destinationId)).toMatchObject({
      ...{ state: "paused", pausedReason: "gone", waiting: 1 },
      nextAttemptAt: null,
    });
    expect(await notices()).toEqual(["audit.delivery_stopped 2 2"]);
    ahead += DAY_MS;
    await deliver();
    expect(receiver.received).toHaveLength(1);
    receiver.answer(204);
    await outputOf(invoke(setDestinationPaused, admin(), { destinationId, isPaused: false }));
    await deliver();
    expect(receivedIds("staging")).toEqual(await sealedIds("staging"));
  });

  it("whose secret can't be read is not sent to, and a rotation ends that", async () => {
    const { destinationId } = await destination(["staging"]);
    await act("Website");
    await superuserSql()`update audit_destinations set secret_sealed = '\\x00' where id = ${destinationId}`;
    await deliver();
    expect((await health(destinationId)).lastError).toMatchObject({ error: "secret_unreadable", status: null });
    const { secret } = await outputOf(invoke(rotateDestinationSecret, admin(), { destinationId }));
    await deliver();
    const [{ headers, body } = { headers: {}, body: "" }] = receiver.received;
    expect(new Verifier(secret).verify(body, headers as never)).toMatchObject({ type: "audit.events" });
  });
});

describe("what happens while a batch is under way", () => {
  /** A run whose first request is answered when `answer` is called, and not before. */
  async function underWay(status: number) {
    const { promise: when, resolve: answer } = Promise.withResolvers<void>();
    const before = receiver.received.length;
    receiver.behave({ status, when });
    const run = deliver(60_000);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(before + 1), { timeout: 30_000, interval: 20 });
    return { run, answer };
  }

  it("is the successor's, when the sender has lost its lease: what it heard at last changes nothing", async () => {
    const { destinationId } = await destination(["staging"]);
    await act("Website");
    const lost = await underWay(500);
    ahead = 2 * MINUTE_MS;
    await deliver();
    expect(receivedIds("staging")).toEqual(await sealedIds("staging"));
    lost.answer();
    await lost.run;
    expect(await health(destinationId)).toMatchObject({ failures: 0, lastError: null, waiting: 0 });
    await act("Afterwards");
    await deliver();
    const [first, again, next] = batches();
    expect(again?.id).toBe(first?.id);
    expect(next?.data).toMatchObject({ sequence: 2, firstLeaf: 1 });
  });

  it("another address is neither paused nor kept waiting for what the one before has answered", async () => {
    const { destinationId } = await destination(["staging"]);
    await act("Website");
    const gone = await underWay(410);
    const { version } = await health(destinationId);
    const url = `${receiver.url}/new`;
    const input = { destinationId, version, name: "SIEM", url, streams: ["staging"] };
    await outputOf(invoke(updateDestination, admin(), input));
    gone.answer();
    await gone.run;
    expect(await health(destinationId)).toMatchObject({ pausedReason: null, failures: 0, lastError: null });
    expect(await notices()).toEqual([]);
    await deliver();
    expect(receiver.received.map(({ path }) => path)).toEqual(["/hooks", "/hooks/new"]);
    expect((await health(destinationId)).waiting).toBe(0);
  });

  it("a delivery that was moved goes on from there, whether the batch was accepted or not", async () => {
    const { destinationId } = await destination(["staging"]);
    for (const name of ["One", "Two", "Three"]) await act(name);
    const accepted = await underWay(204);
    const move = { destinationId, stream: "staging", to: { leaf: 1 }, why: "The index was lost" };
    await outputOf(invoke(moveDelivery, admin(), move));
    accepted.answer();
    await accepted.run;
    expect(batches().at(-1)?.data).toMatchObject({ sequence: 2, firstLeaf: 1, lastLeaf: 2, movedFromLeaf: 0 });
    expect(await health(destinationId)).toMatchObject({ waiting: 0, failures: 0 });
  });

  it("a destination that was deleted is neither asked again nor an error", async () => {
    const { destinationId } = await destination(["staging"]);
    await act("Website");
    const gone = await underWay(410);
    await outputOf(invoke(deleteDestination, admin(), { destinationId }));
    gone.answer();
    await gone.run;
    await deliver();
    expect(receiver.received).toHaveLength(1);
    expect(await notices()).toEqual([]);
  });
});

describe("more destinations than one look finds", () => {
  it("all have their turn in one run", async () => {
    // Their secrets can't be read, which ends a test without a request.
    await superuserSql()`
      insert into audit_destinations
        (workspace_id, id, name, url, secret_sealed, created_by_name, created_at, paused_at, test_id, test_state, test_at)
      select ${workspace.id}, gen_random_uuid(), 'SIEM ' || n, ${receiver.url}, '\\x00', 'Test', now(), now(),
        gen_random_uuid(), 'queued', now() - interval '1 minute'
      from generate_series(1, 205) n`;
    await deliver();
    const ends = await superuserSql()`
      select test_state, test_error, count(*)::int as count from audit_destinations
      where workspace_id = ${workspace.id} group by 1, 2`;
    expect([...ends]).toEqual([{ test_state: "ended", test_error: "secret_unreadable", count: 205 }]);
  });
});

/** What the operator's log gets meanwhile. */
async function logged(act: () => Promise<unknown>): Promise<readonly string[]> {
  const lines: string[] = [];
  const place = Symbol.for("postern.logger");
  const usual: unknown = Reflect.get(globalThis, place);
  Reflect.set(globalThis, place, makeLogger("info", { write: (line) => lines.push(line) }));
  await act().finally(() => Reflect.set(globalThis, place, usual));
  return lines;
}

describe("a log that can't be read", () => {
  it("is a failure like others: shown, told, and tried again", async () => {
    const { destinationId } = await destination(["staging"]);
    await act("Website");
    const app = (await superuserSql()<{ name: string }[]>`select current_database() || '_app' as name`)[0]?.name ?? "";
    await superuserSql()`revoke select on audit_leaves from ${superuserSql()(app)}`;
    await superuserSql()`grant select (workspace_id, stream, leaf) on audit_leaves to ${superuserSql()(app)}`;
    try {
      const lines = await logged(() => expect(deliver()).rejects.toThrow("could not be delivered everywhere"));
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
        expect.objectContaining({
          ...{ level: "error", workspaceId: workspace.id, destinationId },
          err: expect.objectContaining({ message: "query failed", cause: expect.objectContaining({ code: "42501" }) }),
        }),
      ]);
      expect(lines.join("")).not.toContain("/hooks");
      ahead += 16 * MINUTE_MS;
      await expect(deliver()).rejects.toThrow("could not be delivered everywhere");
    } finally {
      await superuserSql()`grant select on audit_leaves to ${superuserSql()(app)}`;
    }
    expect((await health(destinationId)).lastError).toMatchObject({ error: "log_unreadable", status: null });
    expect(await notices()).toEqual(["audit.delivery_failing 2 2"]);
    ahead += 6 * MINUTE_MS;
    await deliver();
    expect(receivedIds("staging")).toEqual(await sealedIds("staging"));
  });
});

describe("going on from another place", () => {
  it("delivers again from a leaf, and the next batch says where it would have gone on", async () => {
    const { destinationId } = await destination(["staging"]);
    for (const name of ["One", "Two", "Three"]) await act(name);
    await deliver();
    const why = "The index was lost";
    await outputOf(invoke(moveDelivery, admin(), { destinationId, stream: "staging", to: { leaf: 1 }, why }));
    await act("Four");
    await deliver();
    const [, again] = batches();
    expect(again?.data).toMatchObject({ sequence: 2, firstLeaf: 1, lastLeaf: 3, movedFromLeaf: 3 });
    await act("Five");
    await deliver();
    expect(batches().at(-1)?.data).toMatchObject({ sequence: 3, firstLeaf: 4, movedFromLeaf: null });
  });

  it("delivers again everything since a moment", async () => {
    const { destinationId } = await destination(["staging"]);
    await act("Long ago");
    await superuserSql()`
      update audit_heads set signed_at = now() - interval '1 hour' where workspace_id = ${workspace.id}`;
    await act("Lately");
    await deliver();
    const time = new Date(Date.now() - 10 * MINUTE_MS).toISOString();
    await outputOf(invoke(moveDelivery, admin(), { destinationId, stream: "staging", to: { time }, why: "Lost" }));
    await deliver();
    expect(batches().at(-1)?.data).toMatchObject({ firstLeaf: 1, lastLeaf: 1, movedFromLeaf: 2 });
  });

  it("past a batch that the receiver refuses gives that batch's number to none", async () => {
    const { destinationId } = await destination(["staging"]);
    await act("Refused");
    receiver.behave({ status: 400 });
    await deliver();
    await outputOf(
      invoke(moveDelivery, admin(), { destinationId, stream: "staging", to: { leaf: 1 }, why: "Too odd for it" }),
    );
    await act("Fine");
    await deliver();
    const [refused, fine] = batches();
    expect(refused?.data).toMatchObject({ sequence: 1, firstLeaf: 0 });
    expect(fine?.data).toMatchObject({ sequence: 2, firstLeaf: 1, movedFromLeaf: 0 });
    expect(fine?.id).not.toBe(refused?.id);
  });
});

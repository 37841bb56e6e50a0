import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { type Receiver, startReceiver } from "#db/testing/receiver.ts";
import { invoke, type Operation } from "#lib/kernel/index.ts";
import {
  createDestination,
  deleteDestination,
  listDestinations,
  moveDelivery,
  rotateDestinationSecret,
  sendDestinationTest,
  setDestinationPaused,
  tellAdmins,
  testDestination,
  updateDestination,
} from "./index.ts";
import { MAX_DESTINATIONS } from "./schemas.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;
let receiver: Receiver;

beforeAll(async () => {
  [other, receiver] = await Promise.all([createTestWorkspace("Other"), startReceiver()]);
});
afterAll(() => receiver.close());
beforeEach(async () => {
  workspace = await createTestWorkspace("Destinations");
  receiver.answer(204);
});

const UNKNOWN = "00000000-0000-7000-8000-000000000000";
const FIELDS = { name: "SIEM", url: "https://siem.example.com/in", streams: ["staging"] };
const admin = () => userContext(workspace, "admin", null);
/** Nothing is delivered to it: another suite's job would try. */
async function create(input: object = {}) {
  const made = await outputOf(invoke(createDestination, admin(), { ...FIELDS, ...input }));
  const { destination } = await outputOf(
    invoke(setDestinationPaused, admin(), { destinationId: made.destination.id, isPaused: true }),
  );
  return { destination, secret: made.secret, destinationId: destination.id };
}
const list = async () => (await outputOf(invoke(listDestinations, admin(), {}))).items;

describe("an address with a token in it", () => {
  it("is in the log as far as where it leads, whatever is done with it, and that it was another is on record", async () => {
    const url = "https://siem.example.com:8088/services/t0kenInThePath?key=t0kenInTheQuery";
    const { destinationId, destination } = await create({ url });
    expect(destination.url).toBe(url);
    const changed = { ...FIELDS, destinationId, version: destination.version, url: `${url}2` };
    await outputOf(invoke(updateDestination, admin(), changed));
    await refusalOf(invoke(updateDestination, admin(), changed));
    await list();
    await outputOf(invoke(rotateDestinationSecret, admin(), { destinationId }));
    const to = { destinationId, stream: "staging", to: { leaf: 0 }, why: "Lost" };
    await outputOf(invoke(moveDelivery, admin(), to));
    await outputOf(invoke(deleteDestination, admin(), { destinationId }));
    const events = await superuserSql()<{ action: string; row: string }[]>`
      select action, to_jsonb(e)::text as row from audit_events e where workspace_id = ${workspace.id} order by id`;
    expect(events.length).toBeGreaterThanOrEqual(7);
    for (const { row } of events) expect(row).not.toContain("t0ken");
    const update = events.find(({ action }) => action === "audit_delivery.update")?.row;
    expect(update).toContain("https://siem.example.com:8088/…");
    expect(update).toContain('"hasNewAddress": true');
  });
});

describe("audit_delivery.create", () => {
  it("shows the secret once, and keeps it encrypted and out of the audit log", async () => {
    const { destination, secret, destinationId } = await create({ streams: ["production", "workspace", "production"] });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(destination).toMatchObject({ name: "SIEM", url: FIELDS.url, state: "paused", test: null, lastError: null });
    expect(destination.streams.map(({ stream }) => stream)).toEqual(["workspace", "production"]);
    expect(JSON.stringify(await list())).not.toContain(secret);
    const rows =
      await superuserSql()`select to_jsonb(t)::text as row from audit_destinations t where id = ${destinationId}`;
    const raw = Buffer.from(secret.slice("whsec_".length), "base64");
    expect(rows[0]?.row).not.toContain(raw.toString("hex"));
    const events = (await listAuditEvents(workspace)).filter(({ targetId }) => targetId === destinationId);
    expect(events.at(0)).toMatchObject({ action: "audit_delivery.create", status: "success" });
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  it.each([
    { url: "ftp://siem.example.com" },
    { url: "https://10.0.0.1/" },
    { url: "https://169.254.169.254/latest/meta-data" },
    { url: "http://203.0.112.5/" },
    { name: " " },
    { streams: [] },
    { streams: ["testing"] },
    { startsAt: "yesterday" },
    { secret: "mine" },
  ])("refuses %j", async (input) => {
    expect(await refusalOf(invoke(createDestination, admin(), { ...FIELDS, ...input }))).toMatchObject({
      code: "validation",
    });
    expect(await list()).toEqual([]);
  });

  it("makes no more than the limit, even at the same moment", async () => {
    const one = () => create();
    const results = await Promise.allSettled(Array.from({ length: MAX_DESTINATIONS + 2 }, one));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(MAX_DESTINATIONS);
    expect(await refusalOf(one())).toMatchObject({ code: "conflict", details: { reason: "too_many_destinations" } });
  });
});

describe("audit_delivery.update", () => {
  it("changes name, address and streams, keeps the place of those that stay, and refuses an older state", async () => {
    const { destination, destinationId } = await create({ streams: ["staging", "workspace"], startsAt: "oldest" });
    const input = {
      destinationId,
      name: "Splunk",
      url: "https://new.example.com/",
      streams: ["production", "workspace"],
    };
    const changed = await outputOf(invoke(updateDestination, admin(), { ...input, version: destination.version }));
    expect(changed.destination).toMatchObject({ name: "Splunk", url: input.url, version: destination.version + 1 });
    expect(changed.destination.streams.map(({ stream }) => stream)).toEqual(["workspace", "production"]);
    expect(changed.destination.streams[0]?.nextLeaf).toBe(0);
    expect(await refusalOf(invoke(updateDestination, admin(), { ...input, version: 1 }))).toMatchObject({
      code: "conflict",
      details: { reason: "stale_version" },
    });
    const { version } = changed.destination;
    const inside = invoke(updateDestination, admin(), { ...input, version, url: "https://[fd00::1]/" });
    expect(await refusalOf(inside)).toMatchObject({ code: "validation", details: { reason: "webhook_address" } });
  });
});

describe("audit_delivery.set_paused", () => {
  it("pauses and resumes, each once, by a person", async () => {
    const { destinationId, destination } = await create();
    expect(destination.pausedReason).toBe("person");
    const again = await invoke(setDestinationPaused, admin(), { destinationId, isPaused: true });
    expect(again).toMatchObject({ status: "done", changes: [] });
    const resumed = await outputOf(invoke(setDestinationPaused, admin(), { destinationId, isPaused: false }));
    expect(resumed.destination).toMatchObject({ state: "healthy", pausedReason: null });
    await outputOf(invoke(deleteDestination, admin(), { destinationId }));
  });
});

describe("a test event", () => {
  it("is answered for at once: what the receiver said, and how long it took", async () => {
    const { destinationId } = await create({ url: receiver.url });
    expect(await testDestination(admin(), destinationId)).toEqual({
      ...{ at: expect.any(String), isEnded: true, status: 204, error: null },
      durationMs: expect.any(Number),
    });
    expect(JSON.parse(receiver.received.at(-1)?.body ?? "")).toMatchObject({
      type: "audit.test",
      data: { workspaceId: workspace.id, destinationId },
    });
    receiver.answer(403);
    expect(await testDestination(admin(), destinationId)).toMatchObject({
      isEnded: true,
      status: 403,
      error: "status",
    });
    const [shown] = await list();
    expect(shown).toMatchObject({ test: { status: 403 }, lastError: null, failures: 0 });
  });

  it("says so where the process died with it, and is no delivery", async () => {
    const { destinationId } = await create();
    await outputOf(invoke(sendDestinationTest, admin(), { destinationId }));
    expect((await list())[0]?.test).toMatchObject({ isEnded: false, status: null, error: null });
    await superuserSql()`
      update audit_destinations set test_state = 'sending', test_at = now() - interval '2 minutes'
      where id = ${destinationId}`;
    expect((await list())[0]?.test).toMatchObject({ isEnded: true, status: null, error: "interrupted" });
  });
});

describe("audit_delivery.move", () => {
  it("refuses a leaf that is not there yet, and a stream that the destination does not get", async () => {
    const { destinationId } = await create();
    const move = (input: object) =>
      invoke(moveDelivery, admin(), { destinationId, stream: "staging", why: "Lost", ...input });
    expect(await refusalOf(move({ to: { leaf: 1_000 } }))).toMatchObject({
      code: "validation",
      details: { reason: "no_such_leaf" },
    });
    expect(await refusalOf(move({ stream: "production", to: { leaf: 0 } }))).toMatchObject({ code: "not_found" });
    for (const bad of [{ to: { leaf: -1 } }, { to: { time: "soon" } }, { to: { leaf: 0 }, why: " " }, {}]) {
      expect(await refusalOf(move(bad))).toMatchObject({ code: "validation" });
    }
  });

  it("is on record with where from, where to and why", async () => {
    const { destinationId } = await create();
    const why = "The index was lost";
    await outputOf(invoke(moveDelivery, admin(), { destinationId, stream: "staging", to: { leaf: 0 }, why }));
    const event = (await listAuditEvents(workspace)).find(({ action }) => action === "audit_delivery.move");
    expect(event).toMatchObject({ status: "success", targetId: destinationId });
    expect(JSON.stringify(event)).toContain(why);
  });
});

describe("audit_delivery.tell", () => {
  it("tells nothing where there is nothing to tell", async () => {
    const { destinationId } = await create();
    const outcome = await invoke(tellAdmins, admin(), { destinationId });
    expect(outcome).toMatchObject({ status: "done", output: { told: null }, changes: [] });
  });
});

describe("every operation on destinations", () => {
  const operations = (id: string) =>
    [
      [updateDestination, { ...FIELDS, destinationId: id, version: 1 }],
      [setDestinationPaused, { destinationId: id, isPaused: true }],
      [rotateDestinationSecret, { destinationId: id }],
      [sendDestinationTest, { destinationId: id }],
      [moveDelivery, { destinationId: id, stream: "staging", to: { leaf: 0 }, why: "Lost" }],
      [tellAdmins, { destinationId: id }],
      [deleteDestination, { destinationId: id }],
    ] as unknown as readonly (readonly [Operation, object])[];

  it("finds nothing in another workspace, or where nothing is, and refuses nonsense", async () => {
    const { destinationId } = await create();
    const before = await list();
    const foreign = userContext(other, "owner", null);
    for (const [operation, input] of operations(destinationId)) {
      expect(await refusalOf(invoke(operation, foreign, input)), operation.name).toMatchObject({ code: "not_found" });
    }
    for (const [operation, input] of operations(UNKNOWN)) {
      expect(await refusalOf(invoke(operation, admin(), input)), operation.name).toMatchObject({ code: "not_found" });
    }
    for (const [operation, input] of operations("x")) {
      expect(await refusalOf(invoke(operation, admin(), input)), operation.name).toMatchObject({ code: "validation" });
    }
    expect(await list()).toEqual(before);
    expect((await outputOf(invoke(listDestinations, foreign, {}))).items).toEqual([]);
  });

  it("lets auditors look and change nothing, and members not even look", async () => {
    const { destinationId } = await create();
    const before = await list();
    const auditor = () => userContext(workspace, "auditor", null);
    for (const [operation, input] of [...operations(destinationId), [createDestination, FIELDS] as const]) {
      const refused = invoke(operation as Operation, auditor(), input);
      expect(await refusalOf(refused), operation.name).toMatchObject({ code: "forbidden" });
    }
    expect((await outputOf(invoke(listDestinations, auditor(), {}))).items).toEqual(before);
    const member = userContext(workspace, "member", null);
    expect(await refusalOf(invoke(listDestinations, member, {}))).toMatchObject({ code: "forbidden" });
  });
});

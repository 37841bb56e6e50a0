import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, type TestWorkspace } from "#db/testing/index.ts";
import { type Receiver, startReceiver } from "#db/testing/receiver.ts";
import { runCommandLine } from "./run-command-line.ts";

let workspace: TestWorkspace;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  workspace = await createTestWorkspace("Shipping");
  receiver.answer(204);
});

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

async function delivery(verb: string, ...more: string[]) {
  const { status, out, err } = await run("audit", "delivery", verb, "--workspace", workspace.slug, "--json", ...more);
  return { status, data: out === "" ? null : JSON.parse(out), err };
}

const add = (...more: string[]) =>
  delivery("add", "--name", "SIEM", "--url", receiver.url, "--streams", "staging", "workspace", ...more);
const onSiem = (verb: string, ...more: string[]) => delivery(verb, "--destination", "SIEM", ...more);

describe("audit delivery", () => {
  it("adds, shows, changes, pauses, resumes and removes a destination", async () => {
    const { status, data } = await add();
    expect(status).toBe(0);
    expect(data).toMatchObject({ name: "SIEM", state: "healthy", secret: expect.stringMatching(/^whsec_/) });
    expect((await onSiem("pause")).data).toMatchObject({ state: "paused", pausedReason: "person" });
    const { out } = await run("audit", "delivery", "list", "--workspace", workspace.slug);
    expect(out).toMatch(/^NAME\s+STATE\s+WAITING/m);
    expect(out).toMatch(/^SIEM\s+paused\s/m);
    expect(out).not.toContain(data.secret);
    expect((await onSiem("set", "--streams", "production")).data).toMatchObject({
      ...{ name: "SIEM", url: receiver.url },
      streams: [expect.objectContaining({ stream: "production" })],
    });
    expect((await onSiem("resume")).data).toMatchObject({ state: "healthy" });
    expect((await onSiem("rotate-secret")).data.secret).not.toBe(data.secret);
    expect((await delivery("remove", "--destination", data.id)).data).toEqual({
      deleted: { id: data.id, name: "SIEM" },
    });
    expect((await delivery("list")).data).toEqual({ items: [] });
  });

  it("tries a destination out, and the exit status says whether it was accepted", async () => {
    await add();
    expect(await onSiem("test")).toMatchObject({ status: 0, data: { status: 204, error: null } });
    receiver.answer(401);
    expect(await onSiem("test")).toMatchObject({ status: 1, data: { status: 401, error: "status" } });
    await onSiem("remove");
  });

  it("goes on from another place, with a reason that is on record", async () => {
    await add();
    await onSiem("pause");
    const moved = await onSiem("move", "--stream", "staging", "--since", "2026-01-01", "--reason", "Lost the index");
    expect(moved).toMatchObject({ status: 0 });
    expect(await onSiem("move", "--stream", "staging", "--reason", "?")).toMatchObject({ status: 1 });
    const event = (await listAuditEvents(workspace)).find(({ action }) => action === "audit_delivery.move");
    expect(event).toMatchObject({ status: "success", channel: "cli" });
  });

  it("says what is not there, and which of two is meant", async () => {
    expect(await onSiem("pause")).toMatchObject({ status: 1, err: expect.stringContaining('no destination "SIEM"') });
    const { data } = await add();
    await delivery("pause", "--destination", data.id);
    const second = await add();
    await delivery("pause", "--destination", second.data.id);
    expect(await onSiem("resume")).toMatchObject({ status: 1, err: expect.stringContaining("give the id") });
    expect(await delivery("add", "--name", "X", "--url", "https://10.0.0.1/", "--streams", "staging")).toMatchObject({
      status: 1,
    });
  });
});

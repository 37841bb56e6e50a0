import { beforeEach, describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, superuserSql, type TestWorkspace } from "#db/testing/index.ts";
import { sealWorkspace } from "#lib/audit-evidence/index.ts";
import { addDemoEvents } from "#lib/demo/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { runCommandLine } from "./run-command-line.ts";

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await createTestWorkspace("Retained");
});

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

async function retention(verb: string, ...more: string[]) {
  const { status, out, err } = await run("audit", "retention", verb, "--workspace", workspace.slug, "--json", ...more);
  return { status, data: out === "" ? null : JSON.parse(out), err };
}

const set = (...more: string[]) => retention("set", "--stream", "staging", ...more);
/** Of the last weeks and of months ago; none is about to be ninety days old while the test looks. */
async function demo() {
  for (const [count, days, endedDaysAgo] of [
    [100, 25, 95],
    [300, 80, 0],
  ] as const) {
    await addDemoEvents(workspace.id, count, days, new Date(Date.now() - endedDaysAgo * DAY_MS));
  }
}

describe("audit retention show", () => {
  it("prints the defaults of every stream, and what somebody decided", async () => {
    const { status, data } = await retention("show");
    expect(status).toBe(0);
    expect(data.removed).toEqual([]);
    expect(data.items.map((item: { stream: string; keepDays: number }) => [item.stream, item.keepDays])).toEqual([
      ["workspace", 90],
      ["development", 90],
      ["staging", 90],
      ["production", 90],
    ]);
    await set("--keep", "365d");
    const { out } = await run("audit", "retention", "show", "--workspace", workspace.slug);
    expect(out).toMatch(/^STREAM\s+KEPT\s+LEGAL HOLD\s+CHANGED\s+REMOVED$/m);
    expect(out).toMatch(/^staging\s+365d\s.*operator\s+0$/m);
  });
});

describe("audit retention set", () => {
  it("changes what is given and leaves the rest, on record with its reason", async () => {
    expect((await set("--keep", "365d", "--reason", "Contract")).data).toMatchObject({ keepDays: 365, version: 1 });
    const held = await set("--hold", "Case 12/2026");
    expect(held.data).toMatchObject({
      keepDays: 365,
      holdReason: "Case 12/2026",
      version: 2,
      updatedByName: "operator",
    });
    expect((await set("--keep", "30d")).data).toMatchObject({ keepDays: 30, holdReason: "Case 12/2026" });
    expect((await set("--no-hold")).data).toMatchObject({ keepDays: 30, holdReason: null, holdSince: null });
    const events = (await listAuditEvents(workspace)).filter(({ action }) => action === "audit_retention.set");
    expect(events.map(({ channel, reason }) => [channel, reason])).toEqual([
      ["cli", "Contract"],
      ["cli", null],
      ["cli", null],
      ["cli", null],
    ]);
  });

  it("refuses what can't be, and leaves everything as it was", async () => {
    expect(await set("--keep", "29d")).toMatchObject({ status: 1, data: null });
    expect(await set("--keep", "soon")).toMatchObject({ status: 2 });
    expect(await retention("set", "--stream", "test", "--keep", "60d")).toMatchObject({ status: 2 });
    expect(await retention("set", "--keep", "60d")).toMatchObject({ status: 2 });
    const nowhere = await run(
      "audit",
      "retention",
      "set",
      "--workspace",
      "no-such",
      "--stream",
      "staging",
      "--keep",
      "60d",
    );
    expect(nowhere).toMatchObject({ status: 1, out: "" });
    expect(nowhere.err).toContain('There is no workspace "no-such"');
    expect((await retention("show")).data.items).toMatchObject([
      { version: 0 },
      { version: 0 },
      { version: 0 },
      { version: 0 },
    ]);
  });
});

describe("audit retention preview and run", () => {
  it("say what would go, remove it, and leave a log that verifies; a hold keeps it", async () => {
    await demo();
    await sealWorkspace(workspace.id, new Date(Date.now() + DAY_MS), { signsAll: true });
    const preview = async (...more: string[]) => (await retention("preview", ...more)).data.items;
    const streams = await preview();
    const expected = Object.fromEntries(
      streams.filter(({ events }: Item) => events > 0).map(({ stream, events }: Item) => [stream, events]),
    );
    expect(expected.production).toBeGreaterThan(0);
    const [shorter] = await preview("--stream", "production", "--keep", "30d");
    expect(shorter.events).toBeGreaterThan(expected.production ?? 0);
    await retention("set", "--stream", "production", "--hold", "Case 12/2026");
    expect(await preview("--stream", "production")).toMatchObject([{ events: 0, isHeld: true }]);
    const { production, ...others } = expected;
    expect((await retention("run")).data).toEqual({ removed: others });
    await retention("set", "--stream", "production", "--no-hold");
    expect((await retention("run")).data).toEqual({ removed: { production } });
    const text = await run("audit", "retention", "run", "--workspace", workspace.slug);
    expect(text).toMatchObject({ status: 0, out: "Nothing is expired.\n" });
    await run("audit", "seal", "--workspace", workspace.slug);
    const verified = await run("audit", "verify", "--workspace", workspace.slug, "--json");
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true });
    const { removed } = (await retention("show")).data;
    expect(Object.fromEntries(removed.map(({ stream, events }: Item) => [stream, events]))).toEqual(expected);
    const left = await superuserSql()`
      select from audit_events where workspace_id = ${workspace.id} and occurred_at < now() - interval '90 days'`;
    expect(left).toHaveLength(0);
  }, 120_000);
});

interface Item {
  readonly stream: string;
  readonly events: number;
}

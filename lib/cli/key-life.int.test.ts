import { describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, outputOf, systemContext } from "#db/testing/index.ts";
import { authenticateApiKey, pauseWrites } from "#lib/api-keys/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { runCommandLine } from "./run-command-line.ts";

interface Made {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly hint: string;
}

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

async function json<T>(...argv: string[]): Promise<T> {
  const { status, out, err } = await run(...argv, "--json");
  expect({ status, err }).toEqual({ status: 0, err: expect.not.stringMatching(/^error|Failed/) });
  return JSON.parse(out) as T;
}

function make(slug: string, name: string, ...flags: string[]): Promise<Made> {
  const which = ["--workspace", slug, "--environment", "staging", "--name", name, "--access", "read"];
  return json<Made>("key", "create", ...which, ...flags);
}

async function reasonOf({ token }: Made, ip = "192.0.2.1"): Promise<string> {
  const outcome = await authenticateApiKey(`Bearer ${token}`, { ip, userAgent: null, requestId: "r" });
  return outcome.ok ? "ok" : outcome.reason;
}

describe("key create", () => {
  it("takes owner, addresses, hours and schedule, and key show prints them", async () => {
    const workspace = await createTestWorkspace();
    const { email, id } = workspace.users.owner;
    const key = await make(
      ...([workspace.slug, "ci-runner", "--owner", email, "--client-kind", "cursor"] as const),
      ...["--allow-ip", "10.0.0.0/8", "--allow-ip", "2001:DB8::1"],
      ...["--hours", "Mon-Fri 08:00-18:00 Europe/Berlin", "--rotate-every", "90d"],
      ...["--requests-per-minute", "60", "--writes-per-minute", "5", "--writes-per-hour", "50"],
    );
    const shown = await json<Record<string, unknown>>(
      ...["key", "show", "--workspace", workspace.slug, "--name", "CI-runner"],
    );
    expect(shown).toMatchObject({
      id: key.id,
      clientKind: "cursor",
      owner: { id, email },
      allowedAddresses: ["10.0.0.0/8", "2001:db8::1/128"],
      allowedHours: { days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00", timeZone: "Europe/Berlin" },
      projectIds: null,
      rotateEveryDays: 90,
      requestsPerMinute: 60,
      writesPerMinute: 5,
      writesPerHour: 50,
      rotation: null,
      use: { callsIn24Hours: 0 },
    });
    expect(JSON.stringify(shown)).not.toContain(key.token);
    expect(await reasonOf(key)).toBe("address_not_allowed");
    const text = await run("key", "show", "--workspace", workspace.slug, "--id", key.id);
    expect(text.out).toContain("Mon-Fri 08:00-18:00 Europe/Berlin");
    expect(text.out).toContain("10.0.0.0/8, 2001:db8::1/128");
  });

  it.each([
    ["an address that is none", ["--allow-ip", "10.0.0/8"], 1],
    ["hours that are none", ["--hours", "weekdays"], 2],
    ["a schedule of hours", ["--rotate-every", "36h"], 2],
    ["a stranger as owner", ["--owner", "stranger@example.com"], 1],
    ["a project that does not exist", ["--project", "NOPE"], 1],
  ])("refuses %s", async (_, flags, status) => {
    const { slug } = await createTestWorkspace();
    const which = ["--workspace", slug, "--environment", "staging", "--name", "x-y", "--access", "read"];
    expect(await run("key", "create", ...which, ...flags)).toMatchObject({ status, out: "" });
    expect(await json("key", "list", "--workspace", slug)).toMatchObject({ items: [] });
  });
});

describe("key rotate", () => {
  it("prints the successor as key create does; both work, and the old one says until when", async () => {
    const { slug } = await createTestWorkspace();
    const old = await make(slug, "ci-runner", "--allow-ip", "192.0.2.0/24");
    const which = ["--workspace", slug, "--id", old.id, "--overlap"];
    const successor = await json<Made>("key", "rotate", ...which, "24h");
    expect(Object.keys(successor)).toEqual(Object.keys(old));
    expect(successor).toMatchObject({ name: "ci-runner", environment: "staging" });
    expect([await reasonOf(old), await reasonOf(successor)]).toEqual(["ok", "ok"]);
    expect(await reasonOf(successor, "198.51.100.1")).toBe("address_not_allowed");
    const shown = await json<{ status: string; rotation: unknown }>(
      ...["key", "show", "--workspace", slug, "--id", old.id],
    );
    expect(shown).toMatchObject({
      status: "rotating",
      rotation: { predecessorId: old.id, successorId: successor.id },
    });
    const again = await run("key", "rotate", ...which, "1h");
    expect(again).toMatchObject({ status: 1, out: "" });
    expect(again.err).toContain(successor.hint);
    const byName = await run("key", "rotate", "--workspace", slug, "--name", "ci-runner", "--overlap", "none");
    expect(byName.err).toContain("Name one by --id");
  });

  it("without overlap ends the old key at once", async () => {
    const { slug } = await createTestWorkspace();
    const old = await make(slug, "ci-runner");
    const rotated = await run("key", "rotate", "--workspace", slug, "--name", "ci-runner", "--overlap", "none");
    expect(rotated).toMatchObject({ status: 0, out: expect.stringContaining("pst_stg_") });
    expect(rotated.err).toContain(`The old key (${old.hint}) is revoked.`);
    expect(await reasonOf(old)).toBe("revoked");
  });

  it("wants to know the overlap", async () => {
    expect(await run("key", "rotate", "--workspace", "x", "--id", "y")).toMatchObject({ status: 2, out: "" });
    const odd = await run("key", "rotate", "--workspace", "x", "--id", "y", "--overlap", "soon");
    expect(odd).toMatchObject({ status: 2, out: "" });
  });
});

describe("key approve and key decline", () => {
  async function waiting() {
    const { slug } = await createTestWorkspace();
    const where = ["--workspace", slug, "--environment", "staging"];
    expect(await json("policy", "set", ...where, "--key-approval", "required")).toMatchObject({
      isKeyApprovalRequired: true,
    });
    const key = await make(slug, "ci-runner");
    expect(await reasonOf(key)).toBe("awaiting_approval");
    return { key, which: ["--workspace", slug, "--name", "ci-runner"] };
  }

  it("lets a waiting key work, the operator's own too", async () => {
    const { key, which } = await waiting();
    const approved = await json("key", "approve", ...which, "--comment", "For the pipeline");
    expect(approved).toMatchObject({ id: key.id, status: "active", approvalComment: "For the pipeline" });
    expect(await reasonOf(key)).toBe("ok");
    const again = await run("key", "approve", ...which);
    expect(again).toMatchObject({ status: 1, out: "" });
    expect(again.err).toContain("does not wait");
  });

  it("ends one for good", async () => {
    const { key, which } = await waiting();
    const declined = await json("key", "decline", ...which, "--comment", "Not needed");
    expect(declined).toMatchObject({ id: key.id, status: "revoked", revokeReason: "system:declined Not needed" });
    expect(await reasonOf(key)).toBe("revoked");
  });
});

describe("key suspend and key resume", () => {
  it("stop a key and let it work again, by name", async () => {
    const workspace = await createTestWorkspace();
    const key = await make(workspace.slug, "ci-runner");
    const which = ["--workspace", workspace.slug, "--name", "ci-runner"];
    const suspended = await json("key", "suspend", ...which, "--reason", "laptop missing");
    expect(suspended).toMatchObject({ id: key.id, status: "suspended", suspendReason: "laptop missing" });
    expect(await reasonOf(key)).toBe("suspended");
    const resumed = await json("key", "resume", ...which, "--reason", "laptop found");
    expect(resumed).toMatchObject({ id: key.id, status: "active", suspendReason: null });
    expect(await reasonOf(key)).toBe("ok");
    const events = await listAuditEvents(workspace);
    expect(events.map(({ action }) => action)).toEqual(expect.arrayContaining(["api_key.suspend", "api_key.resume"]));
    expect(events.find(({ action }) => action === "api_key.suspend")).toMatchObject({ reason: "laptop missing" });
    expect(events.find(({ action }) => action === "api_key.resume")).toMatchObject({ reason: "laptop found" });
  });

  it("resume-writes lets a key write again that went over a budget of writes", async () => {
    const workspace = await createTestWorkspace();
    const key = await make(workspace.slug, "ci-runner");
    const which = ["--workspace", workspace.slug, "--name", "ci-runner"];
    await outputOf(invoke(pauseWrites, systemContext(workspace), { apiKeyId: key.id, by: "hour" }));
    expect((await run("key", "show", ...which)).out).toMatch(/writes paused +\S/);
    expect(await json("key", "resume-writes", ...which)).toMatchObject({ id: key.id, writesPausedAt: null });
    expect((await run("key", "show", ...which)).out).not.toContain("writes paused");
  });

  it.each(["suspend", "resume"])("%s refuses a key that has ended", async (command) => {
    const { slug } = await createTestWorkspace();
    const { id } = await make(slug, "ci-runner");
    await run("key", "revoke", "--workspace", slug, "--id", id);
    const { status, err } = await run("key", command, "--workspace", slug, "--id", id);
    expect(status).toBe(1);
    expect(err).toContain("has ended");
  });
});

describe("key revoke of several", () => {
  it("ends all keys of a person, or of an environment, and wants the word for production", async () => {
    const workspace = await createTestWorkspace();
    const which = ["--workspace", workspace.slug];
    const { email } = workspace.users.member;
    const [one, two] = [
      await make(workspace.slug, "cursor-one", "--owner", email),
      await make(workspace.slug, "cursor-two", "--owner", email),
    ];
    const machine = await make(workspace.slug, "ci-runner");
    const live = ["--environment", "production", "--name", "cursor-live", "--access", "read"];
    const production = await json<Made>("key", "create", ...which, ...live);
    expect(await run("key", "revoke", ...which, "--all-of", email, "--id", one.id)).toMatchObject({ status: 2 });
    expect(await run("key", "revoke", ...which, "--all-of", "nobody@example.com")).toMatchObject({ status: 1 });
    const ended = await json<{ items: { id: string; isChanged: boolean; status: string }[] }>(
      ...["key", "revoke", ...which, "--all-of", email.toUpperCase(), "--environment", "staging"],
    );
    expect(ended.items.map(({ id }) => id).toSorted()).toEqual([one.id, two.id].toSorted());
    expect(ended.items.every(({ isChanged, status }) => isChanged && status === "revoked")).toBe(true);
    expect([await reasonOf(one), await reasonOf(machine)]).toEqual(["revoked", "ok"]);
    const refused = await run("key", "revoke", ...which, "--environment", "production");
    expect(refused).toMatchObject({ status: 1, err: expect.stringContaining("production") });
    expect(await reasonOf(production)).toBe("ok");
    await json("key", "revoke", ...which, "--environment", "production", "--confirm", "production");
    expect([await reasonOf(production), await reasonOf(machine)]).toEqual(["revoked", "ok"]);
    expect(await json("key", "revoke", ...which, "--environment", "production")).toEqual({ items: [] });
  });
});

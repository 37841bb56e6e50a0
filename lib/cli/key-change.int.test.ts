import { describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, outputOf, userContext } from "#db/testing/index.ts";
import { authenticateApiKey } from "#lib/api-keys/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { runCommandLine } from "./run-command-line.ts";

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

async function json(...argv: string[]): Promise<Record<string, unknown>> {
  const { status, out, err } = await run(...argv, "--json");
  expect({ status, err }).toMatchObject({ status: 0 });
  return JSON.parse(out);
}

async function keyIn(environment: "staging" | "production", ...flags: string[]) {
  const workspace = await createTestWorkspace();
  const of = ["--workspace", workspace.slug];
  const made = ["--environment", environment, "--name", "ci-runner", "--access", "read", ...flags];
  const { token } = await json("key", "create", ...of, ...made);
  return { workspace, token: String(token), which: [...of, "--name", "ci-runner"] };
}

describe("key change-budgets", () => {
  it("changes what is given, takes none for no limit, and needs no proof of a person", async () => {
    const { workspace, which } = await keyIn("production", "--requests-per-minute", "60");
    const writes = ["--writes-per-minute", "5", "--writes-per-hour", "50"];
    const changed = await json("key", "change-budgets", ...which, ...writes, "--reason", "too busy");
    expect(changed).toMatchObject({ requestsPerMinute: 60, writesPerMinute: 5, writesPerHour: 50, version: 2 });
    const freed = await run("key", "change-budgets", ...which, "--requests-per-minute", "none");
    expect(freed.out).toMatch(/requests a minute +no limit\nwrites a minute +5\nwrites an hour +50\n/);
    const events = await listAuditEvents(workspace);
    const [first] = events.filter(({ action }) => action === "api_key.change_budgets");
    expect(first).toMatchObject({ channel: "cli", reason: "too busy", status: "success" });
  });

  it("wants something to change, and a whole number: exit 2", async () => {
    const which = ["--workspace", "x", "--name", "y"];
    expect(await run("key", "change-budgets", ...which)).toMatchObject({ status: 2, out: "" });
    const odd = await run("key", "change-budgets", ...which, "--requests-per-minute", "many");
    expect(odd).toMatchObject({ status: 2, out: "" });
  });
});

describe("key describe", () => {
  it("says what a key is for, shows it, lists it, and takes none for no description", async () => {
    const { workspace, which } = await keyIn("staging", "--description", "Nightly imports");
    const listed = await json("key", "list", "--workspace", workspace.slug);
    expect(listed).toMatchObject({ items: [{ description: "Nightly imports" }] });
    const changed = await json("key", "describe", ...which, "--description", "Weekly imports", "--reason", "moved");
    expect(changed).toMatchObject({ description: "Weekly imports", version: 2 });
    expect((await run("key", "show", ...which)).out).toMatch(/description +Weekly imports\n/);
    expect(await json("key", "describe", ...which, "--description", "none")).toMatchObject({ description: null });
    expect(await run("key", "describe", ...which)).toMatchObject({ status: 2, out: "" });
  });
});

describe("key change-restrictions", () => {
  const change = ["key", "change-restrictions"];

  it("changes what is given and leaves the rest; none lifts a restriction", async () => {
    const { which, token } = await keyIn("staging", "--hours", "Mon-Sun 00:00-23:59 UTC");
    const narrowed = await json(...change, ...which, "--allow-ip", "10.0.0.0/8", "--allow-ip", "2001:DB8::1");
    expect(narrowed).toMatchObject({
      allowedAddresses: ["10.0.0.0/8", "2001:db8::1/128"],
      allowedHours: { from: "00:00", to: "23:59" },
      projectIds: null,
    });
    const knock = () => authenticateApiKey(`Bearer ${token}`, { ip: "192.0.2.1", userAgent: null, requestId: "r" });
    expect(await knock()).toMatchObject({ ok: false, reason: "address_not_allowed" });
    const free = await json(...change, ...which, "--allow-ip", "none", "--hours", "none");
    expect(free).toMatchObject({ allowedAddresses: [], allowedHours: null });
    expect(await knock()).toMatchObject({ ok: true });
  });

  it("takes projects by their keys", async () => {
    const { workspace, which } = await keyIn("staging");
    const admin = userContext(workspace, "admin", "staging");
    const { project } = await outputOf(invoke(createProject, admin, { name: "Web", key: "WEB" }));
    expect(await json(...change, ...which, "--project", "WEB")).toMatchObject({ projectIds: [project.id] });
    const all = await run(...change, ...which, "--project", "none");
    expect(all.out).toMatch(/projects +all\n/);
    expect(await run(...change, ...which, "--project", "NOPE")).toMatchObject({ status: 1, out: "" });
  });

  it("refuses nothing to change, none beside others, and no address", async () => {
    const { which } = await keyIn("staging");
    expect(await run(...change, ...which)).toMatchObject({ status: 2, out: "" });
    expect(await run(...change, ...which, "--allow-ip", "none", "--allow-ip", "10.0.0.1")).toMatchObject({ status: 1 });
    expect(await run(...change, ...which, "--allow-ip", "10.0.0/8")).toMatchObject({ status: 1 });
    expect(await json("key", "show", ...which)).toMatchObject({ version: 1, allowedAddresses: [] });
  });
});

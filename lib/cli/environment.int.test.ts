import { describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, outputOf, userContext } from "#db/testing/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject, listProjects } from "#lib/projects/index.ts";
import { runCommandLine } from "./run-command-line.ts";

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

async function workspaceWithProjects() {
  const workspace = await createTestWorkspace();
  const inside = (environment: Environment) => userContext(workspace, "owner", environment);
  await outputOf(invoke(createProject, inside("production"), { name: "Live", key: "LIVE" }));
  await outputOf(invoke(createProject, inside("staging"), { name: "Old", key: "OLD" }));
  const keysInStaging = async () =>
    (await outputOf(invoke(listProjects, inside("staging"), {}))).items.map(({ key }) => key);
  const refresh = (verb: string, ...flags: string[]) =>
    run("environment", "refresh", verb, "--workspace", workspace.slug, ...flags);
  return { workspace, inside, keysInStaging, refresh };
}

describe("environment refresh", () => {
  it("shows a preview, does what it showed, and says how the last one went", async () => {
    const { workspace, keysInStaging, refresh } = await workspaceWithProjects();
    expect(await refresh("status")).toMatchObject({ status: 0, out: "Staging was never refreshed.\n" });
    const preview = JSON.parse((await refresh("preview", "--json")).out);
    expect(preview).toMatchObject({ removed: { projects: 1 }, copied: { projects: 1 }, keys: [] });
    expect(await keysInStaging()).toEqual(["OLD"]);
    const done = JSON.parse((await refresh("run", "--fingerprint", preview.fingerprint, "--json")).out);
    expect(done).toMatchObject({ state: "done", startedByName: "operator" });
    expect(await keysInStaging()).toEqual(["LIVE"]);
    expect(JSON.parse((await refresh("status", "--json")).out)).toEqual({ refresh: done });
    const events = await listAuditEvents(workspace);
    expect(events).toContainEqual(expect.objectContaining({ action: "environment.refresh_staging", channel: "cli" }));
  });

  it("refuses what staging has outgrown, and changes nothing", async () => {
    const { inside, keysInStaging, refresh } = await workspaceWithProjects();
    const { fingerprint } = JSON.parse((await refresh("preview", "--json")).out);
    await outputOf(invoke(createProject, inside("staging"), { name: "Newer", key: "NEW" }));
    expect(await refresh("run", "--fingerprint", fingerprint)).toMatchObject({ status: 1, out: "" });
    expect((await keysInStaging()).toSorted()).toEqual(["NEW", "OLD"]);
  });

  it("wants the preview's fingerprint", async () => {
    expect(await run("environment", "refresh", "run", "--workspace", "x")).toMatchObject({ status: 2, out: "" });
  });
});

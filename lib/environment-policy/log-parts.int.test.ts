import { beforeEach, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  listChanges,
  outputOf,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { DEFAULT_POLICIES, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { ENVIRONMENTS, type Environment, type LogPart } from "#lib/environments/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject, getProject, listProjects } from "#lib/projects/index.ts";

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await createTestWorkspace("Parts");
});

async function keep(environment: Environment, logParts: LogPart[]): Promise<void> {
  const settings = { ...DEFAULT_POLICIES[environment], logParts };
  await outputOf(invoke(setEnvironmentPolicy, userContext(workspace, "owner"), { environment, version: 0, settings }));
}

/** A write, a read and a refusal; what their events have of params, result and changes. */
async function kept(environment: Environment, in_ = workspace): Promise<Record<"write" | "read" | "refusal", string>> {
  const write = userContext(in_, "owner", environment);
  await outputOf(invoke(createProject, write, { name: "Apollo" }));
  const read = userContext(in_, "owner", environment);
  await outputOf(invoke(listProjects, read, {}));
  const refusal = userContext(in_, "owner", environment);
  await invoke(getProject, refusal, { projectId: "NOWHERE" }).catch(() => undefined);
  const partsOf = async ({ source }: typeof write) => {
    const events = await listAuditEvents(in_, source.requestId);
    expect(events).toHaveLength(1);
    return (["params", "result", "changes"] as const).filter((part) => events[0]?.[part] != null).join(" ");
  };
  return { write: await partsOf(write), read: await partsOf(read), refusal: await partsOf(refusal) };
}

describe("what the log keeps of a call", () => {
  it("is by default what each environment is for", async () => {
    const all = await Promise.all(ENVIRONMENTS.map((environment) => kept(environment)));
    expect(all).toEqual([
      { write: "params", read: "params", refusal: "params" },
      { write: "params result", read: "params result", refusal: "params" },
      { write: "params result changes", read: "params result", refusal: "params" },
    ]);
  });

  it("is what the policy says, from the next call on, and never less than the event itself", async () => {
    await keep("production", []);
    await keep("development", ["result", "changes"]);
    expect(await kept("production")).toEqual({ write: "", read: "", refusal: "" });
    expect(await kept("development")).toEqual({ write: "result changes", read: "result", refusal: "" });
    expect((await kept("staging")).write).toBe("params result");
    // Undo and a task's history need them whatever the log keeps.
    expect((await listChanges(workspace)).filter(({ action }) => action === "project.create")).toHaveLength(3);
  });

  it("is another workspace's own affair, also in a batch with its events", async () => {
    const neighbour = await createTestWorkspace("Neighbour");
    await keep("production", []);
    const [ours, theirs] = await Promise.all([kept("production"), kept("production", neighbour)]);
    expect([ours.read, theirs.read]).toEqual(["", "params result"]);
  });

  it("is everything of an administrative act, which belongs to no environment", async () => {
    await keep("production", []);
    const events = await listAuditEvents(workspace);
    const [decided] = events.filter(({ action }) => action === "environment_policy.set");
    expect(decided).toMatchObject({ params: { environment: "production" }, changes: [{ after: { logParts: [] } }] });
    expect(decided?.result).not.toBeNull();
  });
});

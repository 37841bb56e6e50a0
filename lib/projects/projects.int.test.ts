import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import {
  createTestWorkspace,
  keyContext,
  listAuditEvents,
  listChanges,
  outputOf,
  refusalOf,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createTask } from "#lib/tasks/index.ts";
import { createProject, getProject, listProjects, updateProject } from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Acme"), createTestWorkspace("Other")]);
});

type Page = z.output<(typeof listProjects)["output"]>;
const UNKNOWN = "00000000-0000-7000-8000-000000000000";

const create = (input: object, ctx = userContext(workspace, "member")) =>
  outputOf(invoke(createProject, ctx, input)).then(({ project }) => project);

describe("project.create", () => {
  it("creates a project, its change and its event", async () => {
    const ctx = keyContext(workspace, "development", ["projects:write"], "create_project");
    const outcome = await invoke(createProject, ctx, { name: " Website ", key: "web" }, { reason: "asked by Ada" });
    expect(outcome).toMatchObject({ status: "done", output: { project: { name: "Website", key: "WEB", version: 1 } } });
    const [event] = await listAuditEvents(workspace, ctx.source.requestId);
    expect(event).toMatchObject({ action: "project.create", status: "success", tool: "create_project" });
    const change = (await listChanges(workspace)).find(({ audit_event_id }) => audit_event_id === event?.id);
    expect(change).toMatchObject({ before: null, after: { name: "Website", key: "WEB" }, reason: "asked by Ada" });
  });

  it("makes a free key from the name", async () => {
    const keys = await Promise.all(Array.from({ length: 5 }, () => create({ name: "Mobile" })));
    expect(keys.map(({ key }) => key).toSorted()).toEqual(["MOB", "MOB2", "MOB3", "MOB4", "MOB5"]);
  });

  it("refuses a key that is taken, and allows it in another environment", async () => {
    await create({ name: "First", key: "SAME" });
    const error = await refusalOf(create({ name: "Second", key: "same" }));
    expect(error).toMatchObject({ code: "conflict", details: { reason: "key_taken" } });
    const staging = await create({ name: "Second", key: "SAME" }, userContext(workspace, "member", "staging"));
    expect(staging.key).toBe("SAME");
  });

  it.each([
    [{}],
    [{ name: "  " }],
    [{ name: "x".repeat(121) }],
    [{ name: "a", key: "A" }],
    [{ name: "a", key: "TOO-LONG" }],
    [{ name: "a", colour: "red" }],
    [null],
  ])("refuses the input %j", async (input) => {
    const error = await refusalOf(invoke(createProject, userContext(workspace, "member"), input));
    expect(error.code).toBe("validation");
  });

  it("needs projects:write", async () => {
    const before = await outputOf(invoke(listProjects, userContext(workspace, "member"), {}));
    const auditor = await refusalOf(create({ name: "No" }, userContext(workspace, "auditor")));
    const reader = await refusalOf(create({ name: "No" }, keyContext(workspace, "development", ["projects:read"])));
    expect([auditor.code, reader.code]).toEqual(["forbidden", "forbidden"]);
    expect(await outputOf(invoke(listProjects, userContext(workspace, "member"), {}))).toEqual(before);
  });
});

describe("project.get", () => {
  it("finds by id and by key in any case, with counts", async () => {
    const project = await create({ name: "Counting", key: "CNT" });
    const ctx = userContext(workspace, "member");
    for (const status of ["todo", "in_review", "done", "cancelled"]) {
      await invoke(createTask, ctx, { projectId: "CNT", title: status, status });
    }
    await invoke(createTask, ctx, { projectId: (await create({ name: "Neighbour" })).key, title: "elsewhere" });
    for (const projectId of [project.id, project.id.toUpperCase(), "cnt", "CNT"]) {
      const outcome = await invoke(getProject, ctx, { projectId });
      expect(outcome).toMatchObject({ output: { project: { id: project.id, openTaskCount: 2, totalTaskCount: 4 } } });
    }
  });

  it("hides projects of another workspace and another environment as not found", async () => {
    const project = await create({ name: "Secret", key: "SECR" });
    const contexts = [
      userContext(other, "owner"),
      userContext(workspace, "owner", "production"),
      keyContext(workspace, "staging", ["projects:read"]),
    ];
    const attempts = contexts.flatMap((ctx) =>
      [project.id, "SECR"].map((projectId) => refusalOf(invoke(getProject, ctx, { projectId }))),
    );
    for (const error of await Promise.all(attempts)) {
      expect(error.code).toBe("not_found");
      expect(error.message).not.toContain("Secret");
    }
  });

  it("answers an unknown id and a malformed one", async () => {
    const ctx = userContext(workspace, "member");
    expect((await refusalOf(invoke(getProject, ctx, { projectId: UNKNOWN }))).code).toBe("not_found");
    expect((await refusalOf(invoke(getProject, ctx, { projectId: "%" }))).code).toBe("validation");
    const taskReader = keyContext(workspace, "development", ["tasks:read"]);
    expect((await refusalOf(invoke(getProject, taskReader, { projectId: UNKNOWN }))).code).toBe("forbidden");
  });
});

describe("project.list", () => {
  it("pages through all by name, without gaps and repeats, and leaves archived ones out", async () => {
    const own = await createTestWorkspace("Paging");
    const ctx = userContext(own, "member");
    for (const name of ["delta", "Alpha", "alpha", "charlie", "Bravo"]) await create({ name }, ctx);
    const archived = await create({ name: "Zulu" }, ctx);
    await invoke(updateProject, ctx, { projectId: archived.id, version: 1, isArchived: true });

    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await outputOf(invoke(listProjects, ctx, { limit: 2, ...(cursor && { cursor }) }));
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(names.map((name) => name.toLowerCase())).toEqual(["alpha", "alpha", "bravo", "charlie", "delta"]);

    const all = await outputOf(invoke(listProjects, ctx, { includeArchived: true }));
    expect(all.items).toHaveLength(6);
    expect(all.nextCursor).toBeNull();
  });

  it("shows nothing of other workspaces and environments", async () => {
    const own = await createTestWorkspace("Empty");
    await create({ name: "Development only" }, userContext(own, "member"));
    const staging = await invoke(listProjects, userContext(own, "member", "staging"), {});
    expect(staging).toMatchObject({ output: { items: [], nextCursor: null } });
  });

  it.each([
    [{ limit: 0 }],
    [{ limit: 101 }],
    [{ limit: 1.5 }],
    [{ cursor: "!!!" }],
    [{ cursor: "ImFiYyI" }],
    [{ offset: 3 }],
  ])("refuses %j", async (input) => {
    const error = await refusalOf(invoke(listProjects, userContext(workspace, "member"), input));
    expect(error.code).toBe("validation");
  });

  it("needs projects:read", async () => {
    const ctx = keyContext(workspace, "development", ["tasks:read"]);
    expect((await refusalOf(invoke(listProjects, ctx, {}))).code).toBe("forbidden");
  });
});

describe("project.update", () => {
  it("changes what is given, counts the version up, and keeps only what differs as the change", async () => {
    const project = await create({ name: "Before", description: "stays" });
    const ctx = userContext(workspace, "member");
    const outcome = await invoke(updateProject, ctx, { projectId: project.id, version: 1, name: "After" });
    expect(outcome).toMatchObject({
      output: { project: { name: "After", description: "stays", version: 2 } },
      changes: [{ before: { name: "Before" }, after: { name: "After" } }],
    });
    const again = await invoke(updateProject, ctx, { projectId: project.id, version: 2, name: "After" });
    expect(again).toMatchObject({ output: { project: { version: 2 } }, changes: [] });
  });

  it("refuses a stale version with the current project", async () => {
    const project = await create({ name: "Contested" });
    const ctx = userContext(workspace, "member");
    await invoke(updateProject, ctx, { projectId: project.id, version: 1, name: "Mine" });
    const error = await refusalOf(invoke(updateProject, ctx, { projectId: project.id, version: 1, name: "Yours" }));
    expect(error).toMatchObject({
      code: "conflict",
      details: { reason: "stale_version", current: { project: { name: "Mine", version: 2 } } },
    });
  });

  it("is refused without permission and for a foreign project, which stays as it was", async () => {
    const project = await create({ name: "Untouched" });
    const input = { projectId: project.id, version: 1, name: "Touched" };
    expect((await refusalOf(invoke(updateProject, userContext(workspace, "auditor"), input))).code).toBe("forbidden");
    expect((await refusalOf(invoke(updateProject, userContext(other, "owner"), input))).code).toBe("not_found");
    const elsewhere = invoke(updateProject, userContext(workspace, "owner", "production"), input);
    expect((await refusalOf(elsewhere)).code).toBe("not_found");
    expect((await refusalOf(invoke(updateProject, userContext(workspace, "member"), { name: "x" }))).code).toBe(
      "validation",
    );
    const now = await invoke(getProject, userContext(workspace, "member"), { projectId: project.id });
    expect(now).toMatchObject({ output: { project } });
  });
});

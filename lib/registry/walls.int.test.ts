import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  keyContext,
  listAuditEvents,
  outputOf,
  refusalOf,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { isScope, SCOPES } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { type Context, invoke, type Operation } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask } from "#lib/tasks/index.ts";
import { OPERATIONS } from "./index.ts";
import { TENANCY_MATRIX } from "./tenancy-matrix.ts";
import type { Victim } from "./tenancy-row.ts";

type Things = Pick<Victim, "projectId" | "projectKey" | "taskId" | "taskNumber">;

let workspace: TestWorkspace;
let there: Things;
let nearbyId: string;

beforeAll(async () => {
  workspace = await createTestWorkspace("Walls");
  const ctx = userContext(workspace, "owner", "staging");
  const { project } = await outputOf(invoke(createProject, ctx, { name: "Hidden", key: "HID" }));
  const { task } = await outputOf(invoke(createTask, ctx, { projectId: project.id, title: "Hidden" }));
  there = { projectId: project.id, projectKey: "HID", taskId: task.id, taskNumber: task.number };
  nearbyId = (await outputOf(invoke(createProject, ctx, { name: "Nearby" }))).project.id;
});

const nowhere = (): Things => ({ projectId: newId(), projectKey: "NIL", taskId: newId(), taskNumber: "NIL-1" });

const hidden = OPERATIONS.filter(({ name, permission }) => {
  const row = TENANCY_MATRIX[name];
  return (
    isScope(permission) && (row?.otherEnvironment ?? row?.foreign) === "not_found" && row?.otherEnvironment !== null
  );
});

function inputsOf(operation: Operation, things: Things): readonly unknown[] {
  return TENANCY_MATRIX[operation.name]?.inputs({ ...things, word: "Hidden" } as Victim) ?? [];
}

/** What the caller is told, and what the log says of it. */
async function ask(operation: Operation, ctx: Context, input: unknown) {
  const source = { ...ctx.source, requestId: newId() };
  const { code, message, details } = await refusalOf(invoke(operation, { ...ctx, source }, input));
  const events = await listAuditEvents({ id: ctx.workspaceId }, source.requestId);
  return { told: { code, message, details }, logged: events.map(({ errorReason }) => errorReason) };
}

describe.each(hidden.map((operation) => [operation.name, operation] as const))("%s", (_, operation) => {
  it("tells a key of another environment nothing, and the log which wall it hit", async () => {
    const ctx = keyContext(workspace, "production", SCOPES);
    const nothing = inputsOf(operation, nowhere());
    for (const [index, input] of inputsOf(operation, there).entries()) {
      const { told, logged } = await ask(operation, ctx, input);
      expect(logged).toEqual(["wall_environment"]);
      const missing = await ask(operation, ctx, nothing[index]);
      expect(told).toEqual(missing.told);
      expect(missing.logged).not.toContain("wall_environment");
    }
  });

  it("tells a key confined to other projects nothing, and the log which wall it hit", async () => {
    const ctx = keyContext(workspace, "staging", SCOPES, null, [nearbyId]);
    for (const input of inputsOf(operation, there)) {
      expect((await ask(operation, ctx, input)).logged).toEqual(["wall_projects"]);
    }
  });

  it("never looks into another workspace, and says nothing of walls for a person", async () => {
    const stranger = keyContext(await createTestWorkspace("Bert"), "production", SCOPES);
    const person = userContext(workspace, "owner", "production");
    for (const ctx of [stranger, person]) {
      for (const input of inputsOf(operation, there)) {
        const { logged } = await ask(operation, ctx, input);
        expect(logged).toHaveLength(1);
        expect(String(logged[0])).not.toContain("wall");
      }
    }
  });
});

it("covers every operation that a key can fail to find something with", () => {
  expect(hidden.filter(({ sought }) => sought === undefined).map(({ name }) => name)).toEqual([]);
  expect(hidden.length).toBeGreaterThan(8);
});

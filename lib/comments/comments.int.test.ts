import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import {
  createTestWorkspace,
  keyContext,
  outputOf,
  refusalOf,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask } from "#lib/tasks/index.ts";
import { addComment, listComments } from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;
let taskId: string;
let number: string;

const member = () => userContext(workspace, "member");
const strangers = () => [
  userContext(other, "owner"),
  userContext(workspace, "owner", "production"),
  keyContext(workspace, "staging", ["comments:read", "comments:write"]),
];

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Acme"), createTestWorkspace("Other")]);
  await invoke(createProject, member(), { name: "Acme", key: "ACM" });
  const { task } = await outputOf(invoke(createTask, member(), { projectId: "ACM", title: "Talk" }));
  ({ id: taskId, number } = task);
});

describe("comment.add", () => {
  it("adds a comment under the name of who acts", async () => {
    const ctx = keyContext(workspace, "development", ["comments:write"], "add_comment");
    const outcome = await invoke(addComment, ctx, { taskId: "acm-1", body: " Looks good \n" }, { reason: "review" });
    const author = { kind: "api_key", name: "claude-desktop-test" };
    expect(outcome).toMatchObject({
      output: { comment: { taskId, body: "Looks good", author } },
      changes: [{ target: { type: "comment", label: `Comment on ${number}` }, before: null, after: { taskId } }],
    });
    const { comment } = await outputOf(invoke(addComment, member(), { taskId, body: "Thanks" }));
    expect(comment.author).toEqual({ kind: "user", id: workspace.users.member.id, name: workspace.users.member.name });
  });

  it("refuses bad input, missing permission and strangers, and adds nothing", async () => {
    const before = await outputOf(invoke(listComments, member(), { taskId }));
    for (const input of [
      { taskId },
      { taskId, body: " " },
      { taskId, body: "x".repeat(10_001) },
      { taskId: "1", body: "a" },
    ]) {
      expect((await refusalOf(invoke(addComment, member(), input))).code).toBe("validation");
    }
    const input = { taskId, body: "no" };
    const reader = keyContext(workspace, "development", ["comments:read"]);
    expect((await refusalOf(invoke(addComment, reader, input))).code).toBe("forbidden");
    for (const ctx of strangers()) expect((await refusalOf(invoke(addComment, ctx, input))).code).toBe("not_found");
    expect(await outputOf(invoke(listComments, member(), { taskId }))).toEqual(before);
  });
});

describe("comment.list", () => {
  it("pages oldest first without gaps and repeats", async () => {
    const { task } = await outputOf(invoke(createTask, member(), { projectId: "ACM", title: "Long talk" }));
    for (let n = 1; n <= 5; n++) await invoke(addComment, member(), { taskId: task.id, body: `Comment ${n}` });
    const bodies: string[] = [];
    let cursor: string | null = null;
    do {
      const input = { taskId: task.number, limit: 2, ...(cursor && { cursor }) };
      const page: z.output<(typeof listComments)["output"]> = await outputOf(invoke(listComments, member(), input));
      bodies.push(...page.items.map(({ body }) => body));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(bodies).toEqual([1, 2, 3, 4, 5].map((n) => `Comment ${n}`));
  });

  it("refuses bad input, missing permission and strangers", async () => {
    for (const input of [{}, { taskId, cursor: "x" }, { taskId, limit: 0 }]) {
      expect((await refusalOf(invoke(listComments, member(), input))).code).toBe("validation");
    }
    const ctx = keyContext(workspace, "development", ["tasks:read"]);
    expect((await refusalOf(invoke(listComments, ctx, { taskId }))).code).toBe("forbidden");
    for (const stranger of strangers()) {
      expect((await refusalOf(invoke(listComments, stranger, { taskId }))).code).toBe("not_found");
    }
  });
});

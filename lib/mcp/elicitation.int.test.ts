import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { callTool, createKey, type Key, sendMessage } from "#db/testing/mcp-calls.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask, updateTask } from "#lib/tasks/index.ts";

const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
const reason = "weekly planning";

let workspace: TestWorkspace;
let key: Key;
beforeAll(async () => {
  workspace = await createTestWorkspace("Elicitation");
  key = await createKey(workspace, { environment: "production" });
  await invoke(createProject, person(), { name: "Acme", key: "ACM" });
});

const person = () => userContext(workspace, "owner", "production");
const newTask = async () => (await outputOf(invoke(createTask, person(), { projectId: "ACM", title: "Plan" }))).task;
const statusOf = async (id: string) => (await superuserSql()`select status from tasks where id = ${id}`)[0]?.status;

/** A call of a client that can ask its user. */
const call = (tool: string, args: object, more: object = {}, elicitation: object | null = {}) =>
  sendMessage(key.token, "tools/call", {
    name: tool,
    arguments: { reason, ...args },
    ...more,
    _meta: { [CAPABILITIES]: elicitation === null ? {} : { elicitation } },
  });

interface Asked {
  readonly resultType?: string;
  readonly requestState?: string;
  readonly inputRequests?: Record<string, { method: string; params: { message: string } }>;
}
const askedOf = ({ json }: Awaited<ReturnType<typeof call>>) => (json?.result ?? {}) as Asked;
const accepted = (requestState: string | undefined, confirmation = "CONFIRM") => ({
  requestState,
  inputResponses: { confirm: { action: "accept", content: { confirmation } } },
});

describe("a write that its user has to confirm, MCP 2026-07-28 basic/patterns/mrtr", () => {
  it("is asked for in the client's own window, and done when the call is repeated with the answer", async () => {
    const { id } = await newTask();
    const first = askedOf(await call("complete_task", { task_id: id }));
    expect(first).toMatchObject({
      resultType: "input_required",
      requestState: expect.stringMatching(/^pwt1_/),
      inputRequests: { confirm: { method: "elicitation/create", params: { mode: "form" } } },
    });
    expect(first.inputRequests?.confirm?.params.message).toContain('status: "todo" → "done"');
    expect(await statusOf(id)).toBe("todo");
    const reply = await call("complete_task", { task_id: id }, accepted(first.requestState));
    expect(reply.json?.result).toMatchObject({
      resultType: "complete",
      structuredContent: { status: "done", task: { status: "done" }, changes: [{ after: { status: "done" } }] },
    });
    expect(await listAuditEvents(workspace, reply.requestId)).toMatchObject([
      { action: "task.complete", tool: "complete_task", status: "success", confirmation: { by: "elicitation" } },
    ]);
  });

  it("shows every field of what would be created, the long ones as well", async () => {
    const description = `First line.\n${"All of it matters. ".repeat(60)}The end.`;
    const input = {
      project_id: "ACM",
      title: "Write the copy",
      description,
      priority: "high",
      labels: ["web", "copy"],
    };
    const { inputRequests } = askedOf(await call("create_task", { ...input, due_on: "2026-12-24" }));
    const message = inputRequests?.confirm?.params.message ?? "";
    for (const [name, value] of Object.entries({ ...input, due_on: "2026-12-24", status: "todo" })) {
      if (name !== "project_id") expect(message).toContain(`${name}: ${JSON.stringify(value)}`);
    }
    expect(message).not.toContain("…");
  });

  it("is asked of nobody who can't be shown all of it: it waits for an approval, where all of it is", async () => {
    const description = "x".repeat(5_000);
    const reply = await call("create_task", { project_id: "ACM", title: "Long", description });
    expect(reply.json?.result).toMatchObject({
      structuredContent: {
        status: "approval_required",
        approval_url: expect.stringContaining("/approvals/"),
        preview: { changes: [{ after: { description } }], left: 0 },
      },
    });
    expect(reply.json?.result?.content?.at(-1)?.text).toContain("can't show all that this would write");
    expect(await listAuditEvents(workspace, reply.requestId)).toMatchObject([
      { action: "task.create", status: "preview", confirmation: { mode: "approve" } },
    ]);
    const token = reply.json?.result?.structuredContent?.confirm_token;
    const early = await callTool(key.token, "confirm_write", { token, phrase: "CONFIRM" });
    expect(early.content?.[1]?.text).toContain("approval_pending");
    // A client that hands the preview on whole, instead of asking in a window of its own, may still confirm it.
    const other = await call("create_task", { project_id: "ACM", title: "Long", description }, {}, null);
    expect(other.json?.result).toMatchObject({
      structuredContent: { status: "confirmation_required", preview: { changes: [{ after: { description } }] } },
    });
  });

  it("is asked for again, on the same state, when no answer came", async () => {
    const { id } = await newTask();
    const first = askedOf(await call("complete_task", { task_id: id }));
    const again = askedOf(await call("complete_task", { task_id: id }, { requestState: first.requestState }));
    expect(again).toMatchObject({ resultType: "input_required", requestState: first.requestState });
  });

  it.each(["decline", "cancel"])("is cancelled when they %s", async (action) => {
    const { id } = await newTask();
    const { requestState } = askedOf(await call("complete_task", { task_id: id }));
    const no = { requestState, inputResponses: { confirm: { action } } };
    const reply = await call("complete_task", { task_id: id }, no);
    expect(reply.json?.result).toMatchObject({
      isError: true,
      content: [
        { text: expect.stringContaining("said no") },
        { text: expect.stringContaining('"reason":"write_declined"') },
      ],
    });
    expect(reply.status).toBe(200);
    expect(await listAuditEvents(workspace, reply.requestId)).toMatchObject([
      { action: "pending_write.cancel", tool: "complete_task", status: "success" },
    ]);
    const late = await call("complete_task", { task_id: id }, accepted(requestState));
    expect(late.json?.result?.content?.[1]?.text).toContain("confirm_token_cancelled");
    expect(await statusOf(id)).toBe("todo");
  });

  it("has the first answer when the call with its answer is repeated under an idempotency key", async () => {
    const { id } = await newTask();
    const args = { task_id: id, idempotency_key: `answer ${id}` };
    const { requestState } = askedOf(await call("complete_task", args));
    const first = await call("complete_task", args, accepted(requestState));
    const repeated = await call("complete_task", args, accepted(requestState));
    expect(first.json?.result).toMatchObject({ structuredContent: { status: "done", task: { version: 2 } } });
    expect(repeated.json?.result?.structuredContent).toEqual(first.json?.result?.structuredContent);
  });

  it("waits for an approval when it is overtaken by what its window can't show", async () => {
    const { id } = await newTask();
    const { requestState } = askedOf(await call("update_task", { task_id: id, version: 1, description: "Short" }));
    const description = "x".repeat(5_000);
    await outputOf(invoke(updateTask, person(), { taskId: id, version: 1, description }));
    const args = { task_id: id, version: 1, description: "Short" };
    const reply = await call("update_task", args, accepted(requestState));
    const { error } = JSON.parse(reply.json?.result?.content?.[1]?.text ?? "{}");
    expect(error).toMatchObject({ reason: "preview_stale", current: { status: "approval_required" } });
  });

  it("is refused with a state that was altered, used, of other arguments, or with another phrase", async () => {
    const { id } = await newTask();
    const other = await newTask();
    const { requestState = "" } = askedOf(await call("complete_task", { task_id: id }));
    const refusal = async (more: object, taskId = id) => {
      const reply = await call("complete_task", { task_id: taskId }, more);
      expect(reply.json?.result?.isError).toBe(true);
      const [event] = await listAuditEvents(workspace, reply.requestId);
      expect(event).toMatchObject({ action: "pending_write.answer", tool: "complete_task" });
      return event?.errorReason;
    };
    expect(await refusal(accepted(`${requestState.slice(0, 27)}_${"A".repeat(43)}`))).toBe("confirm_token_unknown");
    expect(await refusal(accepted(requestState), other.id)).toBe("confirm_token_other_arguments");
    expect(await refusal(accepted(requestState, "yes"))).toBe("wrong_phrase");
    expect(await statusOf(id)).toBe("todo");
    await call("complete_task", { task_id: id }, accepted(requestState));
    expect(await refusal(accepted(requestState))).toBe("confirm_token_used");
    expect([await statusOf(id), await statusOf(other.id)]).toEqual(["done", "todo"]);
  });

  it("is never asked for of a client that can't, and approval of none: the answer has the token, or the link", async () => {
    const { id } = await newTask();
    for (const elicitation of [null, { url: {} }]) {
      const reply = await call("complete_task", { task_id: id }, {}, elicitation);
      expect(reply.json?.result).toMatchObject({ structuredContent: { status: "confirmation_required" } });
    }
    const legacy = await callTool(key.token, "complete_task", { task_id: id, reason }, { era: "legacy" });
    expect(legacy.structuredContent).toMatchObject({ status: "confirmation_required", phrase: "CONFIRM" });
    const reply = await call("delete_task", { task_id: id });
    expect(reply.json?.result).toMatchObject({
      structuredContent: { status: "approval_required", approval_url: expect.stringContaining("/approvals/") },
    });
  });
});

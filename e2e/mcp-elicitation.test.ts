import { Client, type ElicitResult, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { beforeAll, describe, expect, it } from "vitest";
import { DOORS, product } from "./fixtures/doors.ts";
import type { CallResult } from "./fixtures/mcp-clients.ts";
import { createKey, createWorkspace, type Key, searchAudit, type Workspace } from "./fixtures/workspace.ts";

/** What the client's user is asked, and what they do. */
type Asked = { readonly mode?: string; readonly message: string };
type User = (asked: Asked) => ElicitResult;

const yes: User = () => ({ action: "accept", content: { confirmation: "CONFIRM" } });
const never: User = () => {
  throw new Error("nobody was to be asked");
};

describe.each(DOORS)("the official client, asked to confirm a write of production, at %s", (_, url) => {
  let workspace: Workspace;
  let key: Key;

  beforeAll(async () => {
    workspace = await createWorkspace(product, "Elicitation");
    key = await createKey(product, workspace, { environment: "production" });
    await using client = await connect(yes);
    await client.call("create_project", { name: "Website", key: "WEB", reason: "planning" });
  });

  /** A client that fulfils multi-round-trip requests by itself, through the handler of its user's window. */
  async function connect(
    user: User,
    elicitation: { form?: Record<string, never>; url?: Record<string, never> } = { form: {} },
  ) {
    const asked: Asked[] = [];
    const info = { name: "postern-e2e", version: "1.0.0" };
    const client = new Client(info, {
      capabilities: { elicitation },
      versionNegotiation: { mode: { pin: "2026-07-28" } },
    });
    client.setRequestHandler("elicitation/create", ({ params }) => {
      asked.push(params as Asked);
      return user(params as Asked);
    });
    const requestInit = { headers: { Authorization: `Bearer ${key.token}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit }));
    const call = async (name: string, args: object) =>
      (await client.callTool({ name, arguments: { ...args } })) as CallResult;
    return { asked, call, [Symbol.asyncDispose]: () => client.close() };
  }

  const tasks = async () => {
    await using client = await connect(never);
    const { structuredContent } = await client.call("list_tasks", { project_id: "WEB", limit: 100 });
    return ((structuredContent?.items ?? []) as { title: string }[]).map(({ title }) => title);
  };
  const write = (title: string) => ({ project_id: "WEB", title, description: `About ${title}`, reason: "planning" });

  it("shows its user every field, and the write is done in the same call once they confirm", async () => {
    await using client = await connect(yes);
    const result = await client.call("create_task", write("Agreed"));
    expect(result.structuredContent).toMatchObject({ status: "done", task: { title: "Agreed" } });
    expect(client.asked).toMatchObject([{ mode: "form", message: expect.stringContaining('title: "Agreed"') }]);
    expect(client.asked[0]?.message).toContain('description: "About Agreed"');
    expect(await tasks()).toContain("Agreed");
    const events = await searchAudit(product, workspace);
    expect(events.filter(({ tool, status }) => tool === "create_task" && status === "success")).toHaveLength(1);
  });

  it.each(["decline", "cancel"] as const)("writes nothing when they %s", async (action) => {
    await using client = await connect(() => ({ action }));
    const result = await client.call("create_task", write(`Unwanted ${action}`));
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining("said no") }, {}] });
    expect(client.asked).toHaveLength(1);
    expect(await tasks()).not.toContain(`Unwanted ${action}`);
  });

  it("writes nothing when they type something else", async () => {
    await using client = await connect(() => ({ action: "accept", content: { confirmation: "ok" } }));
    const result = await client.call("create_task", write("Mistyped"));
    expect(result).toMatchObject({ isError: true });
    expect(result.content?.[1]?.text).toContain("wrong_phrase");
    expect(await tasks()).not.toContain("Mistyped");
  });

  it("asks nobody what can't be shown whole, nor where only addresses can be opened: that has the link or the token", async () => {
    await using forms = await connect(never);
    const long = { ...write("Long"), description: "x".repeat(5_000) };
    expect((await forms.call("create_task", long)).structuredContent).toMatchObject({
      status: "approval_required",
      approval_url: expect.stringContaining("/approvals/"),
    });
    await using addresses = await connect(never, { url: {} });
    expect((await addresses.call("create_task", write("Link"))).structuredContent).toMatchObject({
      status: "confirmation_required",
    });
    expect(
      (await addresses.call("delete_task", { task_id: "WEB-1", reason: "clean-up" })).structuredContent,
    ).toMatchObject({ status: "approval_required", approval_url: expect.stringContaining("/approvals/") });
    expect(await tasks()).not.toContain("Long");
  });
});

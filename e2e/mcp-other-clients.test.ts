import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMCPClient } from "@ai-sdk/mcp";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { describe, expect, it } from "vitest";
import { product } from "./fixtures/doors.ts";
import { openTask } from "./fixtures/mcp-task.ts";
import { searchAudit } from "./fixtures/workspace.ts";

const MCP_REMOTE = "node_modules/mcp-remote/dist/proxy.js";

/** Clients of other makers; those that take long to install are in e2e/clients. */
describe("clients of other makers", () => {
  it("@ai-sdk/mcp lists and calls tools, and reads resources and prompts", async () => {
    const { workspace, key } = await openTask(product);
    const headers = { Authorization: `Bearer ${key.token}` };
    const client = await createMCPClient({ transport: { type: "http", url: `${product.url}/mcp`, headers } });
    try {
      const tools = await client.tools();
      const result = await tools.get_task?.execute(
        { task_id: "WEB-1" },
        { toolCallId: "1", messages: [], context: {} },
      );
      expect(result).toMatchObject({ structuredContent: { task: { number: "WEB-1", title: "Hello" } } });
      const { resources } = await client.listResources();
      expect(resources.map(({ uri }) => uri)).toContain("postern://projects/WEB");
      const { contents } = await client.readResource({ uri: "postern://tasks/WEB-1" });
      expect(JSON.stringify(contents)).toContain("Hello");
    } finally {
      await client.close();
    }
    const own = (await searchAudit(product, workspace)).filter(({ credential }) => credential?.id === key.id);
    expect(own.map(({ tool }) => tool)).toEqual(expect.arrayContaining(["get_task", "resources/read"]));
  });

  it("mcp-remote bridges a client that only speaks over standard input", async () => {
    const { key } = await openTask(product);
    const home = mkdtempSync(join(tmpdir(), "postern-mcp-remote-"));
    const client = new Client({ name: "desktop", version: "1.0.0" });
    const args = [
      MCP_REMOTE,
      `${product.url}/mcp`,
      "--transport",
      "http-only",
      "--header",
      `Authorization: Bearer ${key.token}`,
    ];
    const env = { PATH: process.env.PATH ?? "", MCP_REMOTE_CONFIG_DIR: home };
    try {
      await client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: "ignore" }));
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toContain("get_task");
      const result = await client.callTool({ name: "get_task", arguments: { task_id: "WEB-1" } });
      expect(result.structuredContent).toMatchObject({ task: { title: "Hello" } });
      const { prompts } = await client.listPrompts();
      expect(prompts.map(({ name }) => name)).toContain("weekly_planning");
    } finally {
      await client.close();
      rmSync(home, { recursive: true, force: true });
    }
  });
});

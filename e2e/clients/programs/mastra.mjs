// @mastra/mcp: node mastra.mjs URL TOKEN
import { MCPClient } from "@mastra/mcp";

const [, , url = "", token = ""] = process.argv;
const requestInit = { headers: { Authorization: `Bearer ${token}` } };
const client = new MCPClient({ servers: { postern: { url: new URL(url), requestInit } } });
const tools = await client.listTools();
const result = await tools.postern_get_task.execute({ task_id: "WEB-1" }, {});
process.stdout.write(
  JSON.stringify({ tools: Object.keys(tools).map((name) => name.replace(/^postern_/, "")), result }),
);
await client.disconnect();

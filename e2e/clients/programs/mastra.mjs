// @mastra/mcp: node mastra.mjs URL TOKEN TOOL ARGUMENTS
import { MCPClient } from "@mastra/mcp";

const [, , url = "", token = "", tool = "", args = "{}"] = process.argv;
const requestInit = { headers: { Authorization: `Bearer ${token}` } };
const client = new MCPClient({ servers: { postern: { url: new URL(url), requestInit } } });
const tools = await client.listTools();
const result = await tools[`postern_${tool}`].execute(JSON.parse(args), {});
process.stdout.write(
  JSON.stringify({ tools: Object.keys(tools).map((name) => name.replace(/^postern_/, "")), result }),
);
await client.disconnect();

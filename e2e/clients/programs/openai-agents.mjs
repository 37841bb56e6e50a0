// @openai/agents: node openai-agents.mjs URL TOKEN TOOL ARGUMENTS
import { MCPServerStreamableHttp } from "@openai/agents";

const [, , url = "", token = "", tool = "", args = "{}"] = process.argv;
const server = new MCPServerStreamableHttp({
  url,
  name: "postern",
  requestInit: { headers: { Authorization: `Bearer ${token}` } },
});
await server.connect();
const tools = await server.listTools();
const result = await server.callTool(tool, JSON.parse(args));
process.stdout.write(JSON.stringify({ tools: tools.map(({ name }) => name), result }));
await server.close();

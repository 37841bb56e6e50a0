// @openai/agents: node openai-agents.mjs URL TOKEN
import { MCPServerStreamableHttp } from "@openai/agents";

const [, , url = "", token = ""] = process.argv;
const server = new MCPServerStreamableHttp({
  url,
  name: "postern",
  requestInit: { headers: { Authorization: `Bearer ${token}` } },
});
await server.connect();
const tools = await server.listTools();
const result = await server.callTool("get_task", { task_id: "WEB-1" });
process.stdout.write(JSON.stringify({ tools: tools.map(({ name }) => name), result }));
await server.close();

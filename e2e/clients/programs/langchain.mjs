// @langchain/mcp-adapters: node langchain.mjs URL TOKEN
import { MultiServerMCPClient } from "@langchain/mcp-adapters";

const [, , url = "", token = ""] = process.argv;
const headers = { Authorization: `Bearer ${token}` };
const client = new MultiServerMCPClient({ mcpServers: { postern: { transport: "http", url, headers } } });
const tools = await client.getTools();
const getTask = tools.find(({ name }) => name === "get_task");
const result = await getTask.invoke({ task_id: "WEB-1" });
process.stdout.write(JSON.stringify({ tools: tools.map(({ name }) => name), result }));
await client.close();

// @langchain/mcp-adapters: node langchain.mjs URL TOKEN TOOL ARGUMENTS
import { MultiServerMCPClient } from "@langchain/mcp-adapters";

const [, , url = "", token = "", tool = "", args = "{}"] = process.argv;
const headers = { Authorization: `Bearer ${token}` };
const client = new MultiServerMCPClient({ mcpServers: { postern: { transport: "http", url, headers } } });
const tools = await client.getTools();
const called = tools.find(({ name }) => name === tool);
const result = await called.invoke(JSON.parse(args));
process.stdout.write(JSON.stringify({ tools: tools.map(({ name }) => name), result }));
await client.close();

// The MCP SDK as its own examples use it: McpServer with registered tools, no authentication, database or audit.
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

const [port = "0", toolCount = "13"] = process.argv.slice(2);

const Task = z.object({
  task: z.object({
    id: z.string(),
    number: z.string(),
    title: z.string(),
    description: z.string(),
    status: z.enum(["todo", "in_progress", "in_review", "done", "cancelled"]),
    version: z.number().int(),
  }),
});

const handler = createMcpHandler(() => {
  const server = new McpServer(
    { name: "example", version: "1.0.0" },
    { capabilities: { tools: { listChanged: false } } },
  );
  for (let index = 0; index < Number(toolCount); index++) {
    server.registerTool(
      index === 0 ? "get_task" : `tool_${index}`,
      {
        title: "Get a task",
        description: "Gives one task with everything that is known about it.",
        inputSchema: z.strictObject({ task_id: z.string().min(1).max(64) }),
        outputSchema: Task,
        annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
      },
      ({ task_id }) => {
        const structuredContent = {
          task: {
            id: task_id,
            number: "ACM-1",
            title: "Constant",
            description: "",
            status: "todo" as const,
            version: 1,
          },
        };
        return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
      },
    );
  }
  return server;
});

createServer(
  getRequestListener((request) => (request.url.endsWith("/ready") ? new Response("ready") : handler.fetch(request)), {
    overrideGlobalObjects: false,
  }),
).listen(Number(port), "127.0.0.1");

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

const GetTask = z.strictObject({ task_id: z.string().min(1).max(64) });
const CreateTask = z.strictObject({
  project_id: z.string().min(1).max(64),
  title: z.string().min(1).max(200),
  reason: z.string().max(500).optional(),
});
const TOOLS: readonly (readonly [string, z.ZodObject])[] = [
  ["get_task", GetTask],
  ["create_task", CreateTask],
];

const handler = createMcpHandler(() => {
  const server = new McpServer(
    { name: "example", version: "1.0.0" },
    { capabilities: { tools: { listChanged: false } } },
  );
  for (let index = 0; index < Number(toolCount); index++) {
    const [name, inputSchema] = TOOLS[index] ?? [`tool_${index}`, GetTask];
    server.registerTool(
      name,
      {
        title: "Get a task",
        description: "Gives one task with everything that is known about it.",
        inputSchema,
        outputSchema: Task,
        annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
      },
      () => {
        const structuredContent = {
          task: {
            id: "1",
            number: "ACM-1",
            title: "Constant",
            description: "",
            status: "todo" as const,
            version: 1,
          },
        };
        return { content: [{ type: "text" as const, text: JSON.stringify(structuredContent) }], structuredContent };
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

import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { run, startServer } from "./process.ts";

const PROJECT_KEYS = Array.from({ length: 16 }, (_, index) => `BEN${String.fromCharCode("A".charCodeAt(0) + index)}`);

export interface RunningProduct {
  readonly url: string;
  /** Of the server. */
  readonly pid: number;
  /** A read-only key, and one that may write, of the workspace's staging environment. */
  readonly token: string;
  readonly writeToken: string;
  readonly taskNumber: string;
  readonly projectKeys: readonly string[];
  readonly workspaceId: string;
  /** The embedded database's folder. */
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
}

/** Starts Postern as it is shipped, on an embedded PostgreSQL of its own, with a workspace, a task and a key. */
export async function startProduct(): Promise<RunningProduct> {
  // Not below the project: the database server runs as another user where we are root.
  const dataDir = await mkdtemp(join("/tmp", "postern-bench-"));
  const env = { POSTERN_DATA_DIR: join(dataDir, "data"), LOG_LEVEL: "error" };
  const server = await startServer({
    args: () => ["server.ts"],
    env: (port) => ({ ...env, PORT: String(port), POSTERN_MCP_REQUESTS_PER_MINUTE: "999999999" }),
    readyPath: "/api/ready",
  });
  const cli = async (...args: string[]): Promise<Record<string, unknown>> =>
    JSON.parse(await run(["cli.ts", ...args, "--json"], env)) as Record<string, unknown>;
  const { workspace } = await cli(
    "workspace",
    "create",
    "--name",
    "Bench",
    "--slug",
    "bench",
    "--owner",
    "owner@bench.example",
  );
  const key = ["key", "create", "--workspace", "bench", "--environment", "staging"];
  const writer = await cli(...key, "--name", "bench-writer", "--access", "write");
  const reader = await cli(...key, "--name", "bench-reader", "--access", "read");
  const write = (tool: string, args: object) =>
    callTool(server.url, String(writer.token), tool, { ...args, reason: "bench" });
  for (const projectKey of PROJECT_KEYS) await write("create_project", { name: "Bench", key: projectKey });
  await write("create_task", { project_id: PROJECT_KEYS[0], title: "Constant" });
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const { id } = workspace as { id: string };
  return {
    url: server.url,
    pid: server.pid,
    token: String(reader.token),
    writeToken: String(writer.token),
    taskNumber: `${PROJECT_KEYS[0]}-1`,
    projectKeys: PROJECT_KEYS,
    workspaceId: id,
    dataDir: env.POSTERN_DATA_DIR,
    stop,
  };
}

/** Headers and body of one `tools/call`. */
export function toolCall(tool: string, args: Readonly<Record<string, unknown>>) {
  const { headers, body } = message("tools/call", { name: tool, arguments: args });
  return { headers: { ...headers, "mcp-name": tool }, body };
}

/** Headers and body of one request in the revision 2026-07-28. */
export function message(method: string, params: Readonly<Record<string, unknown>> = {}) {
  return {
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": method,
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method,
      params: {
        ...params,
        _meta: {
          "io.modelcontextprotocol/protocolVersion": "2026-07-28",
          "io.modelcontextprotocol/clientCapabilities": {},
          "io.modelcontextprotocol/clientInfo": { name: "bench", version: "1" },
        },
      },
    }),
  };
}

async function callTool(url: string, token: string, tool: string, args: Record<string, unknown>): Promise<void> {
  const { headers, body } = toolCall(tool, args);
  const response = await fetch(`${url}/mcp`, {
    method: "POST",
    headers: { ...headers, authorization: `Bearer ${token}` },
    body,
  });
  const text = await response.text();
  if (!response.ok || text.includes('"isError":true')) throw new Error(`${tool}: ${response.status} ${text}`);
}

// Calls to /mcp against a bare Next.js route, the SDK's example server, and the limit, at 1, 16 and 64 connections.
import { OPERATIONS } from "#lib/registry/index.ts";
import { compare, print, type Subject } from "./harness.ts";
import { databaseUrl, type RunningServer, run, startServer } from "./process.ts";
import { message, type RunningProduct, toolCall } from "./product.ts";

const CONNECTIONS = [1, 16, 64];
const TOOL_COUNT = OPERATIONS.filter(({ tool }) => tool !== null).length;
const NEXT = "node_modules/next/dist/bin/next";

interface Call {
  readonly name: string;
  readonly token: string;
  readonly ours: ReturnType<typeof message>;
  readonly sdk: ReturnType<typeof message>;
  /** What must be in each one's answer. */
  readonly expected: string;
}

/** Prints rates, latencies and ratios. */
export async function compareCalls(
  product: RunningProduct,
  options: { readonly rounds: number; readonly seconds: number },
): Promise<void> {
  const peers = await startPeers(product);
  try {
    for (const call of callsOf(product)) {
      for (const connections of CONNECTIONS) {
        console.log(`${call.name}, ${connections} at a time`);
        print(await compare(subjectsOf(call, product, peers), { ...options, connections }));
      }
    }
  } finally {
    await Promise.all(Object.values(peers).map((peer) => peer.stop()));
  }
}

interface Peers {
  readonly next: RunningServer;
  readonly sdk: RunningServer;
  readonly limit: RunningServer;
}

async function startPeers({ dataDir }: RunningProduct): Promise<Peers> {
  await run([NEXT, "build", "bench/peers/bare-next"]);
  const [next, sdk, limit] = await Promise.all([
    startServer({
      args: (port) => [NEXT, "start", "bench/peers/bare-next", "--port", String(port), "--hostname", "127.0.0.1"],
      readyPath: "/constant",
    }),
    startServer({
      args: (port) => ["bench/peers/sdk-example-server.ts", String(port), String(TOOL_COUNT)],
      readyPath: "/ready",
    }),
    startServer({
      args: (port) => ["bench/peers/limit-server.ts", String(port)],
      env: await limitEnvironment(dataDir),
      readyPath: "/ready",
    }),
  ]);
  return { next, sdk, limit };
}

async function limitEnvironment(dataDir: string) {
  const url = await databaseUrl(dataDir);
  return () => ({ BENCH_DATABASE_URL: url });
}

function callsOf({ token, writeToken, taskNumber }: RunningProduct): Call[] {
  const getTask = toolCall("get_task", { task_id: taskNumber });
  const list = message("tools/list");
  const newTask = { project_id: "BEN", title: "Constant", reason: "bench" };
  return [
    { name: "get_task", token, ours: getTask, sdk: getTask, expected: "Constant" },
    {
      name: "create_task",
      token: writeToken,
      ours: toolCall("create_task", newTask),
      sdk: getTask,
      expected: "Constant",
    },
    { name: "tools/list", token, ours: list, sdk: list, expected: "get_task" },
  ];
}

function subjectsOf({ token, ours, sdk, expected }: Call, product: RunningProduct, peers: Peers): Subject[] {
  const method = "POST";
  return [
    {
      name: "Postern (key, tenancy, durable audit)",
      url: `${product.url}/mcp`,
      method,
      headers: { ...ours.headers, authorization: `Bearer ${token}` },
      body: ours.body,
      check: expecting(expected),
    },
    { name: "bare Next.js route", url: `${peers.next.url}/constant`, method, check: expecting("ACM-1") },
    {
      name: `SDK example server, ${TOOL_COUNT} tools`,
      url: `${peers.sdk.url}/mcp`,
      method,
      ...sdk,
      check: expecting(expected),
    },
    {
      name: "limit: constant answer, one transaction",
      url: peers.limit.url,
      method,
      ...ours,
      check: expecting("ACM-1"),
    },
  ];
}

function expecting(text: string): Subject["check"] {
  return (body, status) => {
    if (status === 200 && body.includes(text) && !body.includes('"isError":true')) return;
    throw new Error(`not the answer to measure: ${status} ${body.slice(0, 500)}`);
  };
}

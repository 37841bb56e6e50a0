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
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
  /** What must be in our answer and in the SDK's. */
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

function callsOf({ token, writeToken, taskNumber, projectKeys }: RunningProduct): Call[] {
  const task = {
    name: "get_task",
    token,
    expected: "Constant",
    ...asked([toolCall("get_task", { task_id: taskNumber })]),
  };
  const create = (keys: readonly string[]) => ({
    token: writeToken,
    expected: "Constant",
    ...asked(keys.map((key) => toolCall("create_task", { project_id: key, title: "Constant", reason: "bench" }))),
  });
  return [
    task,
    // Tasks of one project have to wait for each other's numbers.
    { name: `create_task, ${projectKeys.length} projects in turn`, ...create(projectKeys) },
    { name: "create_task, one project", ...create(projectKeys.slice(0, 1)) },
    { name: "tools/list", token, expected: "get_task", ...asked([message("tools/list")]) },
  ];
}

function asked(messages: readonly ReturnType<typeof message>[]) {
  return { headers: messages[0]?.headers ?? {}, bodies: messages.map(({ body }) => body) };
}

/** All get the same request, whatever they make of it: the same headers and the same body. */
function subjectsOf({ token, headers, bodies, expected }: Call, product: RunningProduct, peers: Peers): Subject[] {
  const request = { method: "POST", headers: { ...headers, authorization: `Bearer ${token}` }, bodies } as const;
  const subject = (name: string, url: string, text: string) => ({ name, url, ...request, check: expecting(text) });
  return [
    subject("Postern (key, tenancy, durable audit)", `${product.url}/mcp`, expected),
    subject("bare Next.js route", `${peers.next.url}/constant`, "ACM-1"),
    subject(`SDK example server, ${TOOL_COUNT} tools`, `${peers.sdk.url}/mcp`, expected),
    subject("limit: constant answer, one transaction", peers.limit.url, "ACM-1"),
  ];
}

function expecting(text: string): Subject["check"] {
  return (body, status) => {
    if (status === 200 && body.includes(text) && !body.includes('"isError":true')) return;
    throw new Error(`not the answer to measure: ${status} ${body.slice(0, 500)}`);
  };
}

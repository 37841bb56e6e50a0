// npm run bench [-- --rounds 5 --seconds 10 --only calls|keys]: prints ratios, asserts nothing.
import { parseArgs } from "node:util";
import { OPERATIONS } from "#lib/registry/index.ts";
import { compare, print, type Subject } from "./harness.ts";
import { compareKeyVerification } from "./key-verification.ts";
import { run, startServer } from "./process.ts";
import { startProduct, toolCall } from "./product.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "8" },
    only: { type: "string" },
  },
});
const options = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
const toolCount = OPERATIONS.filter(({ tool }) => tool !== null).length;
const NEXT = "node_modules/next/dist/bin/next";

const product = await startProduct();
try {
  if (values.only !== "keys") await compareCalls();
  if (values.only !== "calls") {
    console.log("500 keys, 16 at a time, against better-auth's API-key plugin on the same PostgreSQL");
    await compareKeyVerification(product, options);
  }
} finally {
  await product.stop();
}

async function compareCalls(): Promise<void> {
  await run([NEXT, "build", "bench/peers/bare-next"]);
  const bareNext = await startServer({
    args: (port) => [NEXT, "start", "bench/peers/bare-next", "--port", String(port), "--hostname", "127.0.0.1"],
    readyPath: "/constant",
  });
  const sdk = await startServer({
    args: (port) => ["bench/peers/sdk-example-server.ts", String(port), String(toolCount)],
    readyPath: "/ready",
  });

  try {
    const call = toolCall("get_task", { task_id: product.taskNumber });
    const getTask: Subject = {
      name: "Postern: tools/call get_task (key, tenancy, durable audit)",
      url: `${product.url}/mcp`,
      method: "POST",
      headers: { ...call.headers, authorization: `Bearer ${product.token}` },
      body: call.body,
      check: expectTask(product.taskNumber),
    };
    console.log("get_task against a bare Next.js route that returns constant JSON");
    print(
      await compare(
        getTask,
        { name: "bare Next.js route", url: `${bareNext.url}/constant`, method: "POST", check: expectTask("ACM-1") },
        options,
      ),
    );
    console.log(`get_task against the SDK's example server: ${toolCount} tools, nothing behind them`);
    print(
      await compare(
        getTask,
        { name: "SDK example server", url: `${sdk.url}/mcp`, method: "POST", ...call, check: expectTask("ACM-1") },
        options,
      ),
    );
  } finally {
    await Promise.all([bareNext.stop(), sdk.stop()]);
  }
}

function expectTask(number: string): Subject["check"] {
  return (body, status) => {
    if (status === 200 && body.includes(number) && !body.includes('"isError":true')) return;
    throw new Error(`not the answer to measure: ${status} ${body.slice(0, 500)}`);
  };
}

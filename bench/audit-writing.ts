// Calls to /mcp alone, and beside 2,000 events a second that are written, indexed, sealed and searched on the same machine.
import { once } from "node:events";
import type { Written } from "./audit-writing-meter.ts";
import { forkMeter } from "./fork-meter.ts";
import { type Measurement, measure, type Options } from "./harness.ts";
import { type RunningProduct, toolCall } from "./product.ts";

/** Prints what was written and found meanwhile, and how much slower a call was. */
export async function measureAuditWriting(product: RunningProduct, options: Omit<Options, "connections">) {
  const { headers, body } = toolCall("get_task", { task_id: product.taskNumber });
  const subject = {
    name: "get_task",
    url: `${product.url}/mcp`,
    method: "POST" as const,
    headers: { ...headers, authorization: `Bearer ${product.token}` },
    bodies: [body],
    check: () => undefined,
  };
  const call = () => measure(subject, { ...options, connections: 1 });
  await call();
  for (let round = 0; round < options.rounds; round++) {
    const alone = await call();
    const writer = await forkMeter("bench/audit-writing-meter.ts", product.dataDir, product.workspaceId);
    await once(writer, "message");
    const beside = await call();
    writer.send("stop");
    const [written] = (await once(writer, "message")) as [Written];
    print(alone, beside, written);
  }
}

function print(alone: Measurement, beside: Measurement, written: Written): void {
  const { eventsPerSecond, searchP50Ms, searchP95Ms, waiting, indexedAfterSeconds, sealedAfterSeconds } = written;
  console.log(
    `  ${Math.round(eventsPerSecond)} events a second; first page p50 ${searchP50Ms.toFixed(0)} ms, p95 ${searchP95Ms.toFixed(0)} ms`,
  );
  console.log(
    `  at the end ${waiting} events were not indexed; all were after ${indexedAfterSeconds.toFixed(1)} s, and sealed after ${sealedAfterSeconds.toFixed(1)} s`,
  );
  const times = (of: Measurement) => `p50 ${of.p50Ms.toFixed(1)} ms, p99 ${of.p99Ms.toFixed(1)} ms`;
  console.log(`  get_task, one at a time: alone ${times(alone)}; beside that ${times(beside)}`);
  const ratio = beside.requestsPerSecond / alone.requestsPerSecond;
  console.log(
    `  ${Math.round(alone.requestsPerSecond)} and ${Math.round(beside.requestsPerSecond)} calls a second: ${ratio.toFixed(2)} ×`,
  );
}

// What the server's memory comes to over many calls, of which a tenth write.
import { readdirSync, readFileSync } from "node:fs";
import { measure, median, type Subject } from "./harness.ts";
import { type RunningProduct, toolCall } from "./product.ts";

const STEPS = 20;
const CONNECTIONS = 16;
const WRITES_SHARE = 0.1;

/** Prints the resident memory of the server and of the database's processes after each twentieth of the calls. */
export async function measureMemory(product: RunningProduct, calls: number): Promise<void> {
  const perStep = Math.ceil(calls / STEPS);
  const writes = Math.ceil(perStep * WRITES_SHARE);
  const taken: number[] = [];
  for (let step = 1; step <= STEPS; step++) {
    await make(product, product.token, [toolCall("get_task", { task_id: product.taskNumber })], perStep - writes);
    await make(product, product.writeToken, writesOf(product), writes);
    const server = residentMiB(product.pid);
    taken.push(server);
    const database = Math.round(databaseMiB(product.pid));
    console.log(
      `  after ${String(step * perStep).padStart(7)} calls: server ${Math.round(server)}, database ${database}`,
    );
  }
  const [before, after] = [taken.slice(STEPS / 4, STEPS / 2), taken.slice(-STEPS / 4)].map(median) as [number, number];
  console.log(`  the last quarter's median is ${(after / before).toFixed(2)} × that of the second quarter`);
}

function writesOf({ projectKeys }: RunningProduct) {
  return projectKeys.map((key) => toolCall("create_task", { project_id: key, title: "Constant", reason: "bench" }));
}

async function make(product: RunningProduct, token: string, calls: ReturnType<typeof toolCall>[], amount: number) {
  const subject: Subject = {
    name: "calls",
    url: `${product.url}/mcp`,
    method: "POST",
    headers: { ...calls[0]?.headers, authorization: `Bearer ${token}` },
    bodies: calls.map(({ body }) => body),
    check: () => undefined,
  };
  await measure(subject, { rounds: 1, seconds: 0, connections: CONNECTIONS }, amount);
}

/** What a process has in memory, pages that it shares counted in full. */
function residentMiB(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

/** Of all processes below the server, each with its share of what they have in common. */
function databaseMiB(server: number): number {
  const pids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  const parents = new Map(pids.map((pid) => [Number(pid), parentOf(pid)]));
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && parent !== 0 && (parent === server || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow).reduce((sum, pid) => sum + proportionalMiB(pid), 0);
}

/** 0 for one that has ended meanwhile. */
function parentOf(pid: string): number {
  // The command's name may hold anything, and ends with the last bracket.
  const [, parent] = ofProcess(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");
  return Number(parent ?? 0);
}

function proportionalMiB(pid: number): number {
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(ofProcess(`/proc/${pid}/smaps_rollup`)) ?? [];
  return Number(kilobytes ?? 0) / 1024;
}

/** Empty where the process has ended meanwhile. */
function ofProcess(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}

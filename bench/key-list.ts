// The list of a workspace's keys as its page asks for it: searched, filtered, ordered, and in the middle.
import { once } from "node:events";
import { forkMeter } from "./fork-meter.ts";
import { multiplyKeys } from "./key-data.ts";
import { databaseUrl, run } from "./process.ts";

const KEY_COUNT = 5_000;

interface Measured {
  readonly name: string;
  readonly found: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Makes the keys and prints the times of each way to look at them, the audit event included. */
export async function measureKeyList(dataDir: string): Promise<void> {
  const env = { POSTERN_DATA_DIR: dataDir, LOG_LEVEL: "error" };
  const cli = async (...args: string[]) => JSON.parse(await run(["cli.ts", ...args, "--json"], env));
  const names = ["--name", "Many keys", "--slug", "many-keys", "--owner", "keys@bench.example"];
  const { workspace } = await cli("workspace", "create", ...names);
  await cli(
    "key",
    "create",
    "--workspace",
    "many-keys",
    "--environment",
    "staging",
    "--name",
    "first",
    "--access",
    "read",
  );
  await multiplyKeys(await databaseUrl(dataDir, "--owner"), workspace.id, KEY_COUNT);
  const meter = await forkMeter("bench/key-list-meter.ts", dataDir, workspace.id, []);
  const [measured] = await Promise.race([once(meter, "message"), once(meter, "exit")]);
  if (!Array.isArray(measured)) throw new Error("the meter ended before it had measured");
  for (const { name, found, p50Ms, p95Ms } of measured as Measured[]) {
    const times = `p50 ${p50Ms.toFixed(1).padStart(6)} ms   p95 ${p95Ms.toFixed(1).padStart(6)} ms`;
    console.log(`  ${name.padEnd(30)}${String(found).padStart(6)} keys   ${times}`);
  }
  console.log("");
}

// Searching an audit log of many events, against the plain way on the same rows: ILIKE, OFFSET and COUNT.
import { once } from "node:events";
import { forkMeter } from "./fork-meter.ts";
import { run } from "./process.ts";

const WORKSPACES = 20;
/** Of the other workspaces together, beside the one that is searched. */
const OTHERS_SHARE = 0.2;

interface Measured {
  readonly name: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly plainMs: number | null;
}

/** Makes the events and prints times and ratios. */
export async function measureAuditSearch(dataDir: string, events: number): Promise<void> {
  const env = { POSTERN_DATA_DIR: dataDir, LOG_LEVEL: "error" };
  const cli = async (...args: string[]) => JSON.parse(await run(["cli.ts", ...args, "--json"], env));
  const startedAt = performance.now();
  const { workspace } = await cli(
    "workspace",
    "create",
    "--name",
    "Log",
    "--slug",
    "log",
    "--owner",
    "log@bench.example",
  );
  await cli("demo", "events", "--workspace", "log", "--count", String(events), "--no-seal");
  const seconds = (performance.now() - startedAt) / 1000;
  for (let index = 1; index < WORKSPACES; index++) {
    const slug = `log-${index}`;
    await cli("workspace", "create", "--name", slug, "--slug", slug, "--owner", "log@bench.example");
    await cli(
      "demo",
      "events",
      "--workspace",
      slug,
      "--count",
      String(Math.round((events * OTHERS_SHARE) / WORKSPACES)),
    );
  }
  console.log(`  ${events} events made and indexed, ${Math.round(events / seconds)} a second`);
  const meter = await forkMeter("bench/audit-search-meter.ts", dataDir, workspace.id);
  const [measured] = await Promise.race([once(meter, "message"), once(meter, "exit")]);
  if (!Array.isArray(measured)) throw new Error("the meter ended before it had measured");
  for (const each of measured as Measured[]) print(each);
}

function print({ name, p50Ms, p95Ms, plainMs }: Measured): void {
  const times = `p50 ${p50Ms.toFixed(1).padStart(7)} ms   p95 ${p95Ms.toFixed(1).padStart(7)} ms`;
  const plain =
    plainMs === null ? "" : `   plain ${plainMs.toFixed(0).padStart(6)} ms   ${(plainMs / p50Ms).toFixed(1)} ×`;
  console.log(`  ${name.padEnd(34)}${times}${plain}`);
}

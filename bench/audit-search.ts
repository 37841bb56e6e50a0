// Searching an audit log of many events, against the plain way on the same rows: ILIKE, OFFSET and COUNT.
import { once } from "node:events";
import { makeAuditData } from "./audit-data.ts";
import { forkMeter } from "./fork-meter.ts";
import { databaseUrl, run } from "./process.ts";

const WORKSPACES = 20;
const DAYS = 90;
/** One of the other workspaces, to see how the first page grows with the log. */
const SMALL = 100_000;
/** Of each of the others. */
const OTHERS_SHARE = 0.002;

interface Measured {
  readonly name: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly plainMs: number | null;
}

/** Makes the events and prints times and ratios. */
export async function measureAuditSearch(dataDir: string, events: number): Promise<void> {
  const env = { POSTERN_DATA_DIR: dataDir, LOG_LEVEL: "error" };
  const ids: string[] = [];
  for (let index = 0; index < WORKSPACES; index++) {
    const name = ["--name", `Log ${index}`, "--slug", `log-${index}`, "--owner", "log@bench.example"];
    const { workspace } = JSON.parse(await run(["cli.ts", "workspace", "create", ...name, "--json"], env));
    ids.push(workspace.id);
  }
  const [large = "", small = "", ...others] = ids;
  const rest = others.map((workspaceId) => ({ workspaceId, count: Math.ceil(events * OTHERS_SHARE) }));
  const wanted = [{ workspaceId: large, count: events }, { workspaceId: small, count: SMALL }, ...rest];
  const startedAt = performance.now();
  await makeAuditData(await databaseUrl(dataDir, "--owner"), wanted, DAYS);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    `  ${events} events in one workspace, ${SMALL} in another, some in ${others.length}: made in ${seconds} s`,
  );
  const [ofSmall] = await measuredIn(dataDir, small, ["first page"]);
  const measured = await measuredIn(dataDir, large);
  for (const each of measured) print(each);
  const [ofLarge] = measured;
  if (ofSmall && ofLarge) {
    print({ ...ofSmall, name: `first page, ${SMALL} events`, plainMs: null });
    console.log(
      `  the first page of the larger log: ${(ofLarge.p50Ms / ofSmall.p50Ms).toFixed(2)} × that of the smaller`,
    );
  }
}

/** @param only the names of searches; absent: all */
async function measuredIn(dataDir: string, workspaceId: string, only: readonly string[] = []): Promise<Measured[]> {
  const meter = await forkMeter("bench/audit-search-meter.ts", dataDir, workspaceId, only);
  const [measured] = await Promise.race([once(meter, "message"), once(meter, "exit")]);
  if (!Array.isArray(measured)) throw new Error("the meter ended before it had measured");
  return measured as Measured[];
}

function print({ name, p50Ms, p95Ms, plainMs }: Measured): void {
  const times = `p50 ${p50Ms.toFixed(1).padStart(7)} ms   p95 ${p95Ms.toFixed(1).padStart(7)} ms`;
  const plain =
    plainMs === null ? "" : `   plain ${plainMs.toFixed(0).padStart(6)} ms   ${(plainMs / p50Ms).toFixed(1)} ×`;
  console.log(`  ${name.padEnd(34)}${times}${plain}`);
}

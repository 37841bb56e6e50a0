// The whole authentication step with 500 keys and 16 at a time, against better-auth's verifyApiKey on the same PostgreSQL.
import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { median } from "./harness.ts";
import type { Measured } from "./meter.ts";
import { databaseUrl } from "./process.ts";

const PEER = "bench/peers/better-auth";
const PEER_SCHEMA = "bench_better_auth";
const KEY_COUNT = 500;

/** Prints rates, latencies and ratios. */
export async function compareKeyVerification(
  { dataDir, workspaceId }: { readonly dataDir: string; readonly workspaceId: string },
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<void> {
  installPeer();
  const [app, owner] = await Promise.all([databaseUrl(dataDir), databaseUrl(dataDir, "--owner")]);
  await emptyPeerSchema(owner);
  const secrets = JSON.parse(readFileSync(join(dataDir, "secrets.json"), "utf8")) as Record<string, string>;
  const ours = await startMeter("bench/postern-meter.ts", {
    DATABASE_URL: app,
    POSTERN_SECRET: secrets.secret ?? "",
    POSTERN_KEY_PEPPER: secrets.keyPepper ?? "",
    BENCH_WORKSPACE_ID: workspaceId,
  });
  const peer = await startMeter(`${PEER}/meter.mjs`, { BENCH_DATABASE_URL: owner, BENCH_SCHEMA: PEER_SCHEMA });
  try {
    const measured: { ours: Measured; peer: Measured }[] = [];
    for (const meter of [ours, peer]) await measure(meter, 2);
    for (let round = 0; round < rounds; round++) {
      // The order changes, so that neither always runs on the warmer machine.
      const first = await measure(round % 2 === 0 ? ours : peer, seconds);
      const second = await measure(round % 2 === 0 ? peer : ours, seconds);
      measured.push(round % 2 === 0 ? { ours: first, peer: second } : { ours: second, peer: first });
    }
    print(measured);
  } finally {
    for (const meter of [ours, peer]) meter.kill();
    await emptyPeerSchema(owner);
  }
}

/** On demand: the product must not depend on what it is compared with. */
function installPeer(): void {
  if (existsSync(join(PEER, "node_modules/better-auth"))) return;
  const args = ["install", "--legacy-peer-deps", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"];
  execFileSync("npm", args, { cwd: PEER, stdio: ["ignore", "ignore", "inherit"] });
}

async function emptyPeerSchema(ownerUrl: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  await sql.unsafe(`drop schema if exists ${PEER_SCHEMA} cascade`);
  await sql.unsafe(`create schema ${PEER_SCHEMA}`);
  await sql.end();
}

async function startMeter(path: string, env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const meter = fork(path, [String(KEY_COUNT)], {
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "error", ...env },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [message] = await Promise.race([once(meter, "message"), once(meter, "exit")]);
  if (message !== "ready") throw new Error(`${path} did not become ready`);
  return meter;
}

async function measure(meter: ChildProcess, seconds: number): Promise<Measured> {
  meter.send({ seconds });
  const [message] = await Promise.race([once(meter, "message"), once(meter, "exit")]);
  if (typeof message !== "object") throw new Error("a meter ended before it had measured");
  return message as Measured;
}

function print(measured: readonly { readonly ours: Measured; readonly peer: Measured }[]): void {
  const names = { ours: "Postern: authentication step  ", peer: "better-auth: verifyApiKey     " };
  for (const side of ["ours", "peer"] as const) {
    const all = measured.map((round) => round[side]);
    const [rate, p50, p99] = (["perSecond", "p50Ms", "p99Ms"] as const).map((key) =>
      median(all.map((one) => one[key])),
    );
    const times = `p50 ${(p50 ?? 0).toFixed(1)} ms   p99 ${(p99 ?? 0).toFixed(1)} ms`;
    console.log(`  ${names[side]}${String(Math.round(rate ?? 0)).padStart(6)} keys/s   ${times}`);
  }
  const rate = median(measured.map(({ ours, peer }) => ours.perSecond / peer.perSecond));
  const p99 = median(measured.map(({ ours, peer }) => ours.p99Ms / peer.p99Ms));
  console.log(`  rate ${rate.toFixed(2)} ×, p99 ${p99.toFixed(2)} × (${measured.length} rounds)\n`);
}

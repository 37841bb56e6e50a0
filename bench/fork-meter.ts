import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { databaseUrl } from "./process.ts";

/** Starts a file of ours that works on a running product's database, in its roles, and tells what it measured. */
export async function forkMeter(
  file: string,
  dataDir: string,
  workspaceId: string,
  args: readonly string[] = [],
): Promise<ChildProcess> {
  const secrets = JSON.parse(readFileSync(join(dataDir, "secrets.json"), "utf8")) as Record<string, string>;
  return fork(file, args, {
    env: {
      ...process.env,
      NODE_ENV: "production",
      LOG_LEVEL: "error",
      DATABASE_URL: await databaseUrl(dataDir),
      BENCH_OWNER_URL: await databaseUrl(dataDir, "--owner"),
      POSTERN_SECRET: secrets.secret ?? "",
      POSTERN_KEY_PEPPER: secrets.keyPepper ?? "",
      BENCH_WORKSPACE_ID: workspaceId,
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

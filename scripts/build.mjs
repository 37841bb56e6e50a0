import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, ROOT, read, say } from "./prepare.mjs";

const STAMP = join(ROOT, ".next", "postern-sources");
const SOURCES = [
  "app",
  "components",
  "db",
  "drizzle/meta/_journal.json",
  "lib",
  "next.config.mjs",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "public",
  "tsconfig.json",
];

/** Builds the pages if what they are made of has changed since the last build. */
export function build(node) {
  const hash = sourcesHash();
  if (read(STAMP) === hash) return;
  say("Building the pages (about half a minute)…");
  rmSync(STAMP, { force: true });
  const next = join(ROOT, "node_modules", "next", "dist", "bin", "next");
  const run = spawnSync(node, [next, "build"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (run.status !== 0) fail(`${run.stdout ?? ""}${run.stderr ?? ""}\nThe build failed; see above.`);
  writeFileSync(STAMP, hash);
}

/** Where the project lies counts as well: a build knows its own place. */
function sourcesHash() {
  const hash = createHash("sha256").update(ROOT);
  for (const source of SOURCES)
    for (const path of filesUnder(source)) hash.update(path).update(readFileSync(join(ROOT, path)));
  return hash.digest("hex");
}

function filesUnder(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (/\.[a-z]+$/.test(path)) return [path];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort();
}

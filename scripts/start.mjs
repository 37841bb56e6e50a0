// npm start: installs and builds what has changed, then becomes the launcher of server.ts.
import { join } from "node:path";
import { build } from "./build.mjs";
import { findNode, install, ROOT, runAndExit } from "./prepare.mjs";

process.chdir(ROOT);
const isDevelopment = process.argv.includes("--dev");
install();
const node = findNode();
if (!isDevelopment) build(node);
runAndExit(node, [join(ROOT, "server.ts")], {
  isTied: true,
  env: { NODE_ENV: isDevelopment ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" },
});

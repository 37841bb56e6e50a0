// node scripts/run.mjs <file.ts> [arguments]: runs one of our files under the locked Node, installing first if needed.
import { resolve } from "node:path";
import { fail, findNode, install, runAndExit } from "./prepare.mjs";

const [file, ...args] = process.argv.slice(2);
if (file === undefined) fail("usage: node scripts/run.mjs <file.ts> [arguments]");
install();
runAndExit(findNode(), [resolve(file), ...args]);

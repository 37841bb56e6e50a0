// The commit hook's program: whatever Node runs it, the check itself needs the locked one.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { findNode, ROOT } from "./prepare.mjs";

const { status } = spawnSync(findNode(), [join(ROOT, "scripts/check-staged.ts")], { stdio: "inherit" });
process.exitCode = status ?? 1;

// Refuses what looks like a live key, a private key or somebody's real address in the repository.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./program.ts";
import { everyRepositoryFile } from "./repository-files.ts";
import { decodeText, findSuspicious } from "./suspicious-text.ts";

const problems = everyRepositoryFile().flatMap((path) =>
  findSuspicious(path, decodeText(readFileSync(join(ROOT, path)))),
);
process.stdout.write(problems.length === 0 ? "nothing that looks like a secret\n" : `${problems.join("\n")}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

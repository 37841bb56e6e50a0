// Refuses what looks like a live key, a private key or somebody's real address in the repository.
import { readText, repositoryFiles } from "./repository-files.ts";
import { findSuspicious } from "./suspicious-text.ts";

const problems = repositoryFiles().flatMap((path) => findSuspicious(path, readText(path) ?? ""));
process.stdout.write(problems.length === 0 ? "nothing that looks like a secret\n" : `${problems.join("\n")}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

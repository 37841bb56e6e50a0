// STYLE, rules 2 and 21, and what the two doors need: names and sizes of files.
import { basename } from "node:path";
import { readText, repositoryFiles } from "./repository-files.ts";

const MAX_LINES = 400;
const EMPTY_NAMES = /^(utils?|helpers?|common|misc|types?|shared|stuff)\.(tsx?|mjs)$/;
const SOURCE = /^(app|bench|components|db|e2e|lib|scripts)\/.*\.(tsx?|mjs)$|^[^/]+\.(ts|mjs)$/;
/** Lists and data, not code to be read from top to bottom. */
const MAY_BE_LONG = /\.test\.tsx?$|\.spec\.ts$|^db\/schema\/|^lib\/demo\//;

const problems = repositoryFiles().flatMap((path) => {
  if (!SOURCE.test(path) || path.startsWith("bench/peers/")) return [];
  const text = readText(path) ?? "";
  const lineCount = text.split("\n").length;
  return [
    ...(EMPTY_NAMES.test(basename(path)) ? [`${path}: a name that says nothing`] : []),
    ...(/^(lib|db)\/.*\.(tsx|jsx)$/.test(path)
      ? [`${path}: plain Node can't run it; screens belong to components`]
      : []),
    ...(/^(lib|db)\//.test(path) && /^\s*import "server-only"/m.test(text)
      ? [`${path}: plain Node has no server-only`]
      : []),
    ...(lineCount > MAX_LINES && !MAY_BE_LONG.test(path) ? [`${path}: ${lineCount} lines, split it`] : []),
    ...(/@ts-(ignore|nocheck)/.test(text) && path !== "scripts/check-files.ts"
      ? [`${path}: silences the compiler`]
      : []),
  ];
});
process.stdout.write(problems.length === 0 ? "names and sizes are fine\n" : `${problems.join("\n")}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

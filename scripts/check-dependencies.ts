// dependency-cruiser with our rules, and the guard that the graph is whole: an empty graph passes every rule.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ROOT, run } from "./program.ts";

const FOLDERS = ["app", "bench", "components", "db", "e2e", "lib", "scripts"];
const FILES = ["server.ts", "cli.ts"];
const MIN_EDGES_PER_FILE = 1;

/** What import-graph-reporter.mjs writes. */
const Report = z.object({
  modules: z.array(z.object({ source: z.string(), dependencies: z.number().int() })),
  violations: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      rule: z.object({ name: z.string() }),
      cycle: z.array(z.object({ name: z.string() })).optional(),
    }),
  ),
});

const onDisk = sourceFiles();
const roots = [...FOLDERS.filter((folder) => onDisk.some((path) => path.startsWith(`${folder}/`))), ...FILES];
const { status, output } = await run("depcruise", [
  "--config",
  ".dependency-cruiser.mjs",
  "--output-type",
  `plugin:${join(import.meta.dirname, "import-graph-reporter.mjs")}`,
  ...roots,
]);
const parsed = Report.safeParse(parseJson(output));
if (!parsed.success) fail([`dependency-cruiser failed (${status}): ${output.slice(0, 4_000)}`]);
else {
  const { modules, violations } = parsed.data;
  const seen = new Set(modules.map(({ source }) => source));
  const missing = onDisk.filter((path) => !seen.has(path));
  const edges = modules.reduce((total, { dependencies }) => total + dependencies, 0);
  const problems = [
    ...violations.map(
      ({ rule, from, to, cycle }) =>
        `${rule.name}: ${from} → ${cycle ? cycle.map(({ name }) => name).join(" → ") : to}`,
    ),
    ...missing.map((path) => `not in the graph: ${path}`),
    ...(edges < onDisk.length * MIN_EDGES_PER_FILE ? [`only ${edges} imports in ${onDisk.length} files`] : []),
  ];
  if (problems.length > 0) fail(problems);
  else process.stdout.write(`${onDisk.length} files, ${edges} imports\n`);
}

/** Every source file, as dependency-cruiser names them. */
function sourceFiles(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name) && !entry.name.endsWith(".d.ts"))
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1)),
  ).filter((path) => !/^bench\/peers\/|^e2e\/clients\/programs\//.test(path));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function fail(problems: readonly string[]): void {
  process.stdout.write(`${problems.join("\n")}\n`);
  process.exitCode = 1;
}

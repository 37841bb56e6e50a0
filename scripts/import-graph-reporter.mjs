// For dependency-cruiser: of the graph only what check-dependencies.ts reads. Its own JSON lists each module's dependents,
// all of them, and has outgrown every limit that one wants to set for a program's output.

/** @param {{ modules: { source: string, dependencies: unknown[] }[], summary: { violations: unknown[] } }} result */
// biome-ignore lint/style/noDefaultExport: dependency-cruiser takes a plugin's default export
export default function report({ modules, summary }) {
  const graph = {
    modules: modules.map(({ source, dependencies }) => ({ source, dependencies: dependencies.length })),
    violations: summary.violations,
  };
  return { output: JSON.stringify(graph), exitCode: 0 };
}

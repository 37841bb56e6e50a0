import { check, type Step } from "./steps.ts";
import { vitest } from "./test-runners.ts";

/** Everything that needs neither a database nor a build; under a minute on two cores. */
export const STATIC_CHECKS: readonly Step[] = [
  check("format and lint (Biome)", "biome", ["check", "--error-on-warnings", "."]),
  check("route types (Next.js)", "next", ["typegen"]),
  check("types (tsc)", "tsc", ["--noEmit"]),
  check("direction of imports (dependency-cruiser)", "node", ["scripts/check-dependencies.ts"]),
  check("promises (oxlint)", "oxlint", ["--type-aware", "--deny-warnings"]),
  check("dead code and dependencies (knip)", "knip", []),
  check("names and sizes of files", "node", ["scripts/check-files.ts"]),
  check("no secrets in the repository", "node", ["scripts/check-secrets.ts"]),
];

export const UNIT_TESTS: Step = vitest("unit");

import { defineConfig } from "vitest/config";

const EVERYWHERE_EXCLUDED = ["**/node_modules/**", "**/.next/**", "**/.postern/**"];

/** `*.test.ts` is pure, `*.int.test.ts` has PostgreSQL, `e2e/*.test.ts` talks to the running product over HTTP. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ["default"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...EVERYWHERE_EXCLUDED, "**/*.int.test.ts", "e2e/**"],
          setupFiles: ["db/testing/unit-setup.ts"],
          // Properties are tried on hundreds of generated inputs, beside everything else that the machine does.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["**/*.int.test.ts"],
          exclude: [...EVERYWHERE_EXCLUDED, "e2e/**"],
          globalSetup: ["db/testing/global-setup.ts"],
          setupFiles: ["db/testing/setup.ts"],
          pool: "forks",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // Clients that take long to install: `npm run soak` only.
          name: "clients",
          include: ["e2e/clients/*.test.ts"],
          exclude: EVERYWHERE_EXCLUDED,
          globalSetup: ["e2e/fixtures/http-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // Pages compiled on demand: `npm run soak` only.
          name: "development",
          include: ["e2e/soak/*.test.ts"],
          exclude: EVERYWHERE_EXCLUDED,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "http",
          include: ["e2e/*.test.ts"],
          globalSetup: ["e2e/fixtures/http-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

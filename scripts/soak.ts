// npm run soak [-- factor]: the long forms of what npm test does once: kills under load, races; and the MCP clients that take long to install. 30 takes about a quarter of an hour.
import { finish, runSteps } from "./steps.ts";
import { vitest } from "./test-runners.ts";

const factor = Number(process.argv[2] ?? 30);
if (!Number.isInteger(factor) || factor < 1)
  throw new Error("usage: npm run soak [-- <how many times as long, from 1>]");

const options = { isLoud: true, env: { POSTERN_SOAK_FACTOR: String(factor) } };
finish(
  await runSteps([
    vitest("http", options, ["e2e/kill.test.ts", "e2e/kill-confirmed.test.ts", "e2e/races.test.ts"]),
    vitest("clients", { isLoud: true }),
  ]),
);

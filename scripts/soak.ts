// npm run soak [-- factor]: the long forms of what npm test does once: kills under load, races, malformed requests; the MCP clients that take long to install; development with hot reload; older PostgreSQL servers; and a walk in the browser over a million events. docs/testing.md says how long each takes.
import { onOtherServers } from "./other-servers.ts";
import { finish, runSteps } from "./steps.ts";
import { playwright, vitest } from "./test-runners.ts";

const factor = Number(process.argv[2] ?? 30);
if (!Number.isInteger(factor) || factor < 1)
  throw new Error("usage: npm run soak [-- <how many times as long, from 1>]");

/** Every file of e2e that knows the factor, each a step of its own, so that its time is told. */
const FILES = ["e2e/kill.test.ts", "e2e/kill-confirmed.test.ts", "e2e/races.test.ts", "e2e/mcp-wire.test.ts"];

const options = { isLoud: true, env: { POSTERN_SOAK_FACTOR: String(factor) } };
finish(
  await runSteps([
    ...FILES.map((file) => vitest("http", options, [file])),
    vitest("clients", { isLoud: true }),
    vitest("development", { isLoud: true }),
    ...onOtherServers,
    playwright({ isLoud: true, env: { POSTERN_WALK: "true" } }),
  ]),
);

import next from "next";
import { openDatabase } from "#db/boot.ts";
import { freePort } from "#db/embedded/index.ts";
import { drainLastUsed } from "#lib/api-keys/index.ts";
import { drainAudit } from "#lib/audit/index.ts";
import { type Config, provideEnvironment, startSettings } from "#lib/env/index.ts";
import { drainRefreshes } from "#lib/environment-refresh/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type Doors, requestListener } from "#lib/http/doors.ts";
import { drain, listen, makeServer } from "#lib/http/server.ts";
import { markStopping } from "#lib/http/stopping.ts";
import { startJobs } from "#lib/jobs/index.ts";
import { answerPlainCall, handleMcp } from "#lib/mcp/index.ts";
import { logger } from "#lib/observability/index.ts";
import { startTracing } from "#lib/observability/start-tracing.ts";
import { drainRefusals } from "#lib/rate-limit/index.ts";
import { announce } from "#lib/setup/announce.ts";

const DRAIN_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 40_000;

const stopRequested = Promise.withResolvers<{ readonly exitCode: number }>();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => requestStop(0));
// The launcher that npm started is gone; nobody would stop us otherwise.
process.on("disconnect", () => requestStop(0));
process.on("unhandledRejection", (error) => logger().error({ err: error }, "unhandled rejection"));
process.on("uncaughtException", (error) => {
  logger().fatal({ err: error }, "uncaught exception");
  requestStop(1);
});

run().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`\nPostern can't start.\n${refusal(error)}\n`);
    process.exit(1);
  },
);

async function run(): Promise<number> {
  if (startSettings().port === 0) provideEnvironment({ PORT: String(await freePort()) });
  const { config, close } = await openDatabase({ role: "server", address: startSettings().publicUrl.origin });
  try {
    return await serve(config);
  } finally {
    await close();
  }
}

async function serve(config: Config): Promise<number> {
  const server = makeServer(config);
  const app = next({ dev: !config.production, hostname: config.host, port: config.port, httpServer: server });
  await app.prepare();
  const handlePage = app.getRequestHandler();
  const doors: Doors = { mcp: handleMcp, plainCall: answerPlainCall, next: (req, res) => handlePage(req, res) };
  await listen(server, requestListener(doors, config), config);
  const stopTracing = await startTracing();
  const stopJobs = await startJobs(config);
  await announce(config);
  const { exitCode } = await stopRequested.promise;
  await drain(server, DRAIN_TIMEOUT_MS);
  await drainRefreshes();
  await stopJobs();
  await app.close();
  await drainLastUsed();
  await drainRefusals();
  await drainAudit();
  await stopTracing();
  return exitCode;
}

function requestStop(exitCode: number): void {
  markStopping();
  stopRequested.resolve({ exitCode });
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
}

/** Our own refusals are sentences for the operator; anything else is a defect and comes with its place. */
function refusal(error: unknown): string {
  if (isAppError(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

/** Loads what answers calls, and starts tracing without a collector and with one; says what came along each time. */
const PROGRAM = `
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({
    load(url, context, next) {
      loaded.push(url);
      return next(url, context);
    },
  });
  await import("./lib/mcp/index.ts");
  const { startTracing } = await import("./lib/observability/start-tracing.ts");
  const { provideEnvironment } = await import("./lib/env/index.ts");
  const isThere = (part) => loaded.some((url) => url.includes(part));
  await startTracing();
  const without = isThere("opentelemetry");
  provideEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" });
  await startTracing();
  process.stdout.write(JSON.stringify([isThere("/lib/mcp/traced.ts"), without, isThere("opentelemetry")]));
  process.exit(0);
`;

const random = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");

describe("traces", () => {
  it("cost nothing where nobody wants them: OpenTelemetry is loaded when a collector is named, not before", {
    timeout: 60_000,
  }, () => {
    const env = {
      PATH: process.env.PATH ?? "",
      NODE_ENV: "production",
      DATABASE_URL: "postgres://app@127.0.0.1:1/postern",
      POSTERN_SECRET: random(),
      POSTERN_KEY_PEPPER: `1:${random()}`,
    } as const;
    const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", PROGRAM];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env });
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual([true, false, true]);
  });
});

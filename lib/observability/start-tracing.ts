import { config } from "#lib/env/index.ts";
import { useTracing } from "./tracing.ts";

/**
 * Sends a span of every call to an OpenTelemetry collector, if the operator has named one. Nothing of it is loaded
 * otherwise, so that nobody pays for what they don't use.
 * @returns what stops it, and delivers what is left
 */
export async function startTracing(): Promise<() => Promise<void>> {
  const { otlpEndpoint } = config();
  if (otlpEndpoint === null) return async () => undefined;
  const { otlpTracing } = await import("./otlp-tracing.ts");
  const started = otlpTracing();
  useTracing(started);
  return async () => {
    useTracing(null);
    await started.stop();
  };
}

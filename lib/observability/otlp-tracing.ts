import { type Context, DiagLogLevel, diag, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { parseTraceParent, TraceState } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import { logger } from "./logger.ts";
import type { SpannedCall, TraceParent, Tracing } from "./tracing.ts";

const MAX_STOP_MS = 3_000;
/** Ours are shorter; this is for whoever adds one. */
const MAX_ATTRIBUTE_LENGTH = 256;

/**
 * Spans by OTLP over HTTP, as the standard variables say (`OTEL_EXPORTER_OTLP_*`, `OTEL_SERVICE_NAME`,
 * `OTEL_RESOURCE_ATTRIBUTES`). Not registered globally: Next.js would add a dozen spans of its own to every page.
 */
export function otlpTracing(): Tracing {
  reportTrouble();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "postern" }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    // Who has begun a trace has decided whether it is kept.
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanLimits: { attributeValueLengthLimit: MAX_ATTRIBUTE_LENGTH },
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  const tracer = provider.getTracer("postern");
  return {
    start({ name, attributes, parent, startedAt }: SpannedCall) {
      const options = { kind: SpanKind.SERVER, attributes: { ...attributes }, startTime: startedAt };
      const span = tracer.startSpan(name, options, contextOf(parent));
      return {
        traceId: span.spanContext().traceId,
        end({ errorType, attributes: more = {} }) {
          span.setAttributes({ ...more });
          if (errorType !== null) {
            span.setAttribute("error.type", errorType);
            span.setStatus({ code: SpanStatusCode.ERROR });
          }
          // By the clock that the start is of: the SDK's own for such a span has whole milliseconds only.
          span.end(performance.now());
        },
      };
    },
    stop: () => Promise.race([provider.shutdown().catch(() => undefined), impatience()]),
  };
}

/** Nobody waits for a collector that is away. */
function impatience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, MAX_STOP_MS).unref());
}

/** What can't be read is as if it weren't there (W3C Trace Context §3.2.1). */
function contextOf(parent: TraceParent | null): Context {
  const parsed = parent === null ? null : parseTraceParent(parent.traceparent);
  if (parsed === null) return ROOT_CONTEXT;
  const state = parent?.tracestate ?? null;
  const traceState = state === null ? undefined : new TraceState(state);
  return trace.setSpanContext(ROOT_CONTEXT, { ...parsed, isRemote: true, ...(traceState && { traceState }) });
}

/** A collector that is away is the operator's to know; its answers, which anything may be in, aren't logged. */
function reportTrouble(): void {
  const warn = () => logger().warn("traces could not be delivered; what was on its way is lost, calls go on");
  const silent = () => undefined;
  diag.setLogger({ error: warn, warn: silent, info: silent, debug: silent, verbose: silent }, DiagLogLevel.ERROR);
}

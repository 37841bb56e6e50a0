import type { Server } from "@modelcontextprotocol/server";
import { type AuditSource, redactText } from "#lib/audit/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import type { ApiKeyActor, Context } from "#lib/kernel/index.ts";
import type { TraceParent } from "#lib/observability/index.ts";
import type { Failure } from "./json-rpc.ts";

/** Who calls, once the credential is known. */
export interface Caller {
  readonly actor: ApiKeyActor;
  readonly workspace: { readonly id: string; readonly name: string };
}

/** Makes the protocol server of one message. */
export type ServerFactory = (exchange: Exchange, method: string) => Server;

/** One JSON-RPC message on its way through: what its handlers know, and what they leave for the edge. */
export interface Exchange {
  readonly caller: Caller;
  readonly source: AuditSource;
  /** Where it stands in its caller's trace. */
  readonly trace: TraceParent | null;
  readonly signal: Pick<AbortSignal, "aborted">;
  readonly serverFor: ServerFactory;
  /** `performance.now()` at the request's arrival. */
  readonly startedAt: number;
  /** Set when the event of this message is written, or certain to be. */
  isRecorded: boolean;
  /** Set by a handler whose failure is a matter of HTTP: it replaces the SDK's answer. */
  failure: Failure | null;
}

// 2026-07-28 basic/index, "General fields": reserved keys of `params._meta`.
const CLIENT_INFO = "io.modelcontextprotocol/clientInfo";
const PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";

const MAX_NAME_LENGTH = 120;
/** W3C Trace Context §3.2.2: there is no version ff, version 00 ends with the flags, and later ones may go on. */
const TRACEPARENT = /^(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/;
const TRACE_ID = [3, 35] as const;

/** The facts of a request before its body is known. */
export function sourceOfRequest(headers: Pick<Headers, "get">, source: RequestSource): AuditSource {
  return { ...source, ...clientOfUserAgent(source.userAgent), ...versionAndTrace(headers, {}) };
}

/** The same with what the message says of its sender: `_meta` in 2026-07-28, `initialize`'s parameters before. */
export function sourceOfMessage(headers: Pick<Headers, "get">, source: RequestSource, params: unknown): AuditSource {
  const given = record(params);
  const meta = record(given._meta);
  const client = clientOf(given);
  return {
    ...source,
    ...(client.clientName === null ? clientOfUserAgent(source.userAgent) : client),
    ...versionAndTrace(headers, meta, given.protocolVersion),
  };
}

/** Name and version of the client, where the message itself has them. */
export function declaredClient(params: unknown): string | null {
  const { clientName, clientVersion } = clientOf(record(params));
  return clientName === null ? null : [clientName, clientVersion].filter(Boolean).join(" ");
}

export function contextOf({ caller, source }: Exchange, tool: string): Context {
  const { actor, workspace } = caller;
  return {
    workspaceId: workspace.id,
    environment: actor.environment,
    actor,
    channel: "mcp",
    tool,
    source,
    now: new Date(),
  };
}

/** A caller's text that may be written down: storable, without secrets, and not too long. */
export function short(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? redactText(value).slice(0, MAX_NAME_LENGTH).toWellFormed() : null;
}

function clientOf(params: Readonly<Record<string, unknown>>) {
  const info = record(record(params._meta)[CLIENT_INFO] ?? params.clientInfo);
  return { clientName: short(info.name), clientVersion: short(info.version) };
}

function versionAndTrace(headers: Pick<Headers, "get">, meta: Readonly<Record<string, unknown>>, requested?: unknown) {
  return {
    protocolVersion: short(meta[PROTOCOL_VERSION] ?? requested ?? headers.get("mcp-protocol-version")),
    traceId: traceIn(headers, meta)?.traceparent.slice(...TRACE_ID) ?? null,
  };
}

/** Where a message stands in its caller's trace: by its own word, else by its request's headers. */
export function traceOf(headers: Pick<Headers, "get">, params: unknown): TraceParent | null {
  return traceIn(headers, record(record(params)._meta));
}

/** W3C Trace Context §3.2.1: what can't be read is as if it weren't there, so the header still counts. */
function traceIn(headers: Pick<Headers, "get">, meta: Readonly<Record<string, unknown>>): TraceParent | null {
  const state = meta.tracestate;
  if (isTraceparent(meta.traceparent)) {
    return { traceparent: meta.traceparent, tracestate: typeof state === "string" ? state : null };
  }
  const traceparent = headers.get("traceparent");
  return isTraceparent(traceparent) ? { traceparent, tracestate: headers.get("tracestate") } : null;
}

function isTraceparent(value: unknown): value is string {
  return typeof value === "string" && TRACEPARENT.test(value);
}

/** The first product of RFC 9110 §10.1.5: `claude-desktop/1.2.3 (…)`. */
function clientOfUserAgent(userAgent: string | null) {
  const [, name, version] = /^([^\s/()]+)(?:\/([^\s()]+))?/.exec(userAgent ?? "") ?? [];
  return { clientName: short(name), clientVersion: short(version) };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

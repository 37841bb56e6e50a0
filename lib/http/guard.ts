import type { IncomingMessage, ServerResponse } from "node:http";
import { type Config, isLoopbackName } from "#lib/env/index.ts";
import { isOwnHost, isOwnOrigin, isSameHost } from "./addresses.ts";
import { clientAddress } from "./client-address.ts";
import type { Refusal } from "./refuse.ts";
import { duplicatedHeader, headerValues, withoutInternal } from "./request-headers.ts";
import { DATA_POLICY, NONCE_HEADER, pagePolicy, securityHeaders } from "./security-headers.ts";
import {
  CLIENT_IP_HEADER,
  makeProof,
  PROOF_HEADER,
  REQUEST_ID_HEADER,
  REQUEST_TARGET_HEADER,
  type RequestSource,
  sourceFromHeaders,
} from "./source.ts";

type GuardConfig = Pick<Config, "production" | "publicUrl" | "trustedProxyHops">;

/** What the socket guard made of a request. */
export interface Guarded {
  /** Without the query; `/` where the request named none that we could read. */
  readonly path: string;
  readonly requestId: string;
  readonly source: RequestSource;
  /** Set when no door may see the request. */
  readonly refusal: Refusal | null;
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
// Load balancers ask by address, not by name; these two tell nothing and change nothing.
const PROBES = new Set(["/api/health", "/api/ready"]);

/**
 * The only place that sees the socket: checks what a handler behind can't check any more, puts our own headers in the
 * place of whatever the client had sent under their names, and sets the security headers of the answer.
 */
export function guard(req: IncomingMessage, res: ServerResponse, config: GuardConfig): Guarded {
  const requestId = crypto.randomUUID();
  const target = requestTarget(req);
  const path = target?.split("?", 1)[0] ?? "/";
  for (const [name, value] of Object.entries(securityHeaders(path, config))) res.setHeader(name, value);
  res.setHeader("X-Request-Id", requestId);
  const refusal =
    target === null ? { status: 400, detail: "The request's target is malformed." } : checkHeaders(req, path, config);
  const ip = clientAddress(
    req.socket.remoteAddress,
    headerValues(req.rawHeaders, "x-forwarded-for"),
    config.trustedProxyHops,
  );
  if (target !== null) req.url = target;
  replaceHeaders(req, internalHeaders(req, res, path, { ip, requestId }, config));
  return { path, requestId, refusal, source: sourceFromHeaders({ get: (name) => headerOf(req, name) }) };
}

/** RFC 9112 §3.2: the origin form, or the absolute form that names the same host as the Host header. */
function requestTarget(req: IncomingMessage): string | null {
  const target = req.url ?? "";
  if (target.startsWith("/")) return isPath(target.split("?", 1)[0] ?? "") ? target : null;
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) return null;
  const url = new URL(target);
  return url.host === req.headers.host?.toLowerCase() && isPath(url.pathname) ? url.pathname + url.search : null;
}

/** Browsers send a backslash as it is in a query, and never in a path; and what doesn't decode, Next.js fails on. */
function isPath(path: string): boolean {
  if (path.includes("\\")) return false;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function checkHeaders(req: IncomingMessage, path: string, config: GuardConfig): Refusal | null {
  const duplicate = duplicatedHeader(req.rawHeaders);
  if (duplicate !== null) return { status: 400, detail: `The header ${duplicate} must not be sent twice.` };
  if (req.headers.host === undefined && req.httpVersion === "1.1") {
    return { status: 400, detail: "The Host header is missing." };
  }
  if (req.method === "TRACE") return { status: 405, detail: "The method TRACE is not supported." };
  if (PROBES.has(path)) return null;
  if (!hostCandidates(req, config).some((host) => isOwnHost(host, config))) {
    return { status: 421, detail: `This server answers at ${config.publicUrl.origin} only (PUBLIC_URL).` };
  }
  return path === "/mcp" ? null : checkOrigin(req, config);
}

/** A trusted proxy may have put its own name for us into Host, and the client's into X-Forwarded-Host. */
function hostCandidates(req: IncomingMessage, { trustedProxyHops }: GuardConfig): string[] {
  const forwarded = trustedProxyHops > 0 ? headerValues(req.rawHeaders, "x-forwarded-host") : [];
  return [req.headers.host ?? "", ...forwarded.flatMap((value) => value.split(",")).map((value) => value.trim())];
}

/**
 * What a browser sends from another site's page never reaches anything that changes state. The MCP endpoint has rules
 * of its own for browser clients, and no cookies.
 */
function checkOrigin(req: IncomingMessage, config: GuardConfig): Refusal | null {
  if (SAFE_METHODS.has(req.method ?? "")) return null;
  const foreign = { status: 403, detail: "Requests from other sites are not accepted." };
  const site = req.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return foreign;
  const { origin, host } = req.headers;
  if (origin === undefined) return null;
  // A page that sends no referrer sends no origin with its forms either; then the browser's own word decides.
  if (origin === "null") return site === "same-origin" ? null : foreign;
  const isOurs = isOwnOrigin(origin, config) && (config.trustedProxyHops > 0 || isSameHost(origin, host ?? ""));
  return isOurs ? null : foreign;
}

function internalHeaders(
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  { ip, requestId }: { ip: string | null; requestId: string },
  config: GuardConfig,
): Record<string, string> {
  // Behind a proxy Host may be the proxy's name for us; a loopback PUBLIC_URL accepts any port, so there it counts.
  const host = isLoopbackName(config.publicUrl.hostname) ? (req.headers.host ?? "") : config.publicUrl.host;
  const own = {
    host,
    [PROOF_HEADER]: makeProof(),
    [REQUEST_ID_HEADER]: requestId,
    ...(ip === null ? {} : { [CLIENT_IP_HEADER]: ip, "x-forwarded-for": ip }),
  };
  if (path === "/mcp") {
    res.setHeader("Content-Security-Policy", DATA_POLICY);
    return own;
  }
  // A no-referrer page's own form, let through by checkOrigin on the browser's word: Next.js knows only the origin.
  const isOwnForm = req.headers.origin === "null" && req.headers["sec-fetch-site"] === "same-origin";
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = pagePolicy(nonce, config);
  res.setHeader("Content-Security-Policy", policy);
  return {
    ...own,
    ...(isOwnForm && { origin: `${config.publicUrl.protocol}//${host}` }),
    [NONCE_HEADER]: nonce,
    [REQUEST_TARGET_HEADER]: req.url ?? path,
    "content-security-policy": policy,
    "x-forwarded-host": host,
    "x-forwarded-proto": config.publicUrl.protocol.slice(0, -1),
  };
}

/** Both views of the headers: node's object, which Next.js reads, and the raw list, which the listener reads. */
function replaceHeaders(req: IncomingMessage, own: Readonly<Record<string, string>>): void {
  const kept = withoutInternal(req.rawHeaders, Object.keys(own));
  const keptNames = new Set(kept.filter((_, index) => index % 2 === 0));
  for (const name of Object.keys(req.headers)) if (!keptNames.has(name)) delete req.headers[name];
  Object.assign(req.headers, own);
  req.rawHeaders = [...kept, ...Object.entries(own).flat()];
}

function headerOf(req: IncomingMessage, name: string): string | null {
  const value = req.headers[name];
  return typeof value === "string" ? value : null;
}

import type { Config } from "#lib/env/index.ts";
import { isLoopbackName } from "#lib/env/index.ts";

type Served = Pick<Config, "publicUrl">;

/**
 * True when a Host header names this installation: PUBLIC_URL's host, or any loopback name and port when PUBLIC_URL
 * is a loopback address. Anything else is a mistake, or a page that made its own name point here (DNS rebinding).
 */
export function isOwnHost(host: string, { publicUrl }: Served): boolean {
  const url = parseHost(host, publicUrl.protocol);
  if (url === null) return false;
  return isLoopbackName(publicUrl.hostname) ? isLoopbackName(url.hostname) : url.host === publicUrl.host;
}

/** The same for an Origin header (RFC 6454 §6.1); `null` and anything malformed are foreign. */
export function isOwnOrigin(origin: string, served: Served): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === origin && url.protocol === served.publicUrl.protocol && isOwnHost(url.host, served);
}

/** True when a page of `origin` calls the very host it came from. */
export function isSameHost(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.host === parseHost(host, url.protocol)?.host;
}

/** RFC 9112 §3.2: a host and a port, nothing else. */
function parseHost(host: string, protocol: string): URL | null {
  if (last.host !== host || last.protocol !== protocol) last = { host, protocol, url: urlOf(host, protocol) };
  return last.url;
}

// Almost every request names the same host, and parsing it costs more than all other checks.
let last: { readonly host: string; readonly protocol: string; readonly url: URL | null } = {
  host: "",
  protocol: "",
  url: null,
};

function urlOf(host: string, protocol: string): URL | null {
  if (!/^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(host)) return null;
  return URL.canParse(`${protocol}//${host}`) ? new URL(`${protocol}//${host}`) : null;
}

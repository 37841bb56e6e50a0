import { type LookupAddress, type LookupAllOptions, lookup as lookUp } from "node:dns";
import { type ClientRequest, request as plainRequest, type RequestOptions } from "node:http";
import { request as secureRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { isAllowedDestination, literalAddress } from "./destination.ts";
import type { DeliveryError } from "./schemas.ts";

/** From the look-up of the name to the answer's status line. */
const TIMEOUT_MS = 15_000;

/** All addresses of a name, as `dns.lookup` gives them. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface Answer {
  /** The HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Null: arrived (2xx). */
  readonly error: DeliveryError | null;
  /** The header of an answer that has one. */
  readonly retryAfter?: string;
}

/**
 * Posts a body once. Follows no redirect, reads nothing of the answer but its head, and connects only to addresses
 * that are allowed: the name is looked up here, judged, and connected to by the address that was judged.
 * @param resolve how names are looked up; the system's way unless given
 * @returns never throws: what went wrong is in the answer
 */
export async function send(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs = TIMEOUT_MS,
  resolve: Resolve = lookUp,
): Promise<Answer> {
  const address = literalAddress(url);
  if (address !== null && !isAllowedDestination(address, url.protocol)) return refused("address_not_allowed");
  try {
    const lookup = guardedLookup(url.protocol, resolve);
    const request = open(url, { headers, body, lookup, signal: AbortSignal.timeout(timeoutMs) });
    const { status, retryAfter } = await headOf(request, body);
    return { status, error: errorOfStatus(status), ...(retryAfter !== undefined && { retryAfter }) };
  } catch (error) {
    return refused(errorOf(error));
  }
}

type Outgoing = Required<Pick<RequestOptions, "headers" | "lookup" | "signal">> & { readonly body: string };

function open(url: URL, { headers, body, lookup, signal }: Outgoing): ClientRequest {
  const options: RequestOptions = {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
    lookup,
    // A connection of its own: none is kept that was judged for another moment.
    agent: false,
    signal,
  };
  return url.protocol === "https:" ? secureRequest(url, options) : plainRequest(url, options);
}

interface Head {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

function headOf(request: ClientRequest, body: string): Promise<Head> {
  const { promise, resolve, reject } = Promise.withResolvers<Head>();
  request.on("response", (response) => {
    resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] });
    response.on("error", () => undefined);
    response.destroy();
  });
  request.on("error", reject);
  request.end(body);
  return promise;
}

/** Judges every address of a name; one that isn't allowed refuses the name. */
function guardedLookup(protocol: string, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "");
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowedDestination(address, protocol))) {
        return callback(Object.assign(new Error("address not allowed"), { code: NOT_ALLOWED }), "");
      }
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

const NOT_ALLOWED = "POSTERN_NOT_ALLOWED";

function refused(error: DeliveryError): Answer {
  return { status: null, error };
}

function errorOfStatus(status: number): DeliveryError | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? "redirect" : "status";
}

function errorOf(error: unknown): DeliveryError {
  const { name, code = "" } = error as { name?: string; code?: string };
  if (name === "AbortError" || name === "TimeoutError" || code === "ETIMEDOUT") return "timeout";
  if (code === NOT_ALLOWED) return "address_not_allowed";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "name_not_found";
  return /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|UNABLE_TO|SELF_SIGNED|EPROTO|HOSTNAME_MISMATCH)/.test(code)
    ? "tls"
    : "connection";
}

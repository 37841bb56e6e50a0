import { redactText } from "#lib/audit/index.ts";

/** Where a request came from, as the process's own socket guard saw it. */
export interface RequestSource {
  /** The client's address; null where nobody vouches for one (a Next.js host without our server). */
  readonly ip: string | null;
  /** Without what looks like a secret: it is kept in several places. */
  readonly userAgent: string | null;
  readonly requestId: string;
}

export const CLIENT_IP_HEADER = "x-postern-client-ip";
export const REQUEST_ID_HEADER = "x-postern-request-id";
export const PROOF_HEADER = "x-postern-proof";
/** The address that the browser asked for: path and query. */
export const REQUEST_TARGET_HEADER = "x-postern-target";

const MAX_USER_AGENT_LENGTH = 512;

// Made once in each process and known to both module instances, never outside: a header that carries it is ours.
const PROOF = Symbol.for("postern.http.proof");
const holder = globalThis as { [PROOF]?: string };

/** The value of {@link PROOF_HEADER}; only the socket guard calls this. */
export function makeProof(): string {
  holder[PROOF] ??= Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
  return holder[PROOF];
}

/** Reads the source from a request's headers; believes the guard's headers only with the guard's proof. */
export function sourceFromHeaders(headers: Pick<Headers, "get">): RequestSource {
  const proof = holder[PROOF];
  const isVouched = proof !== undefined && headers.get(PROOF_HEADER) === proof;
  return {
    ip: isVouched ? headers.get(CLIENT_IP_HEADER) : null,
    userAgent: redactText(headers.get("user-agent") ?? "").slice(0, MAX_USER_AGENT_LENGTH) || null,
    requestId: (isVouched ? headers.get(REQUEST_ID_HEADER) : null) ?? crypto.randomUUID(),
  };
}

/** Path and query of the request, as the guard saw them; null where nobody vouches for it. */
export function targetFromHeaders(headers: Pick<Headers, "get">): string | null {
  const proof = holder[PROOF];
  const isVouched = proof !== undefined && headers.get(PROOF_HEADER) === proof;
  return isVouched ? headers.get(REQUEST_TARGET_HEADER) : null;
}

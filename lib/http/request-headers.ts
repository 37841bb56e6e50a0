/** Names and values in turn, as node:http reports them. */
export type RawHeaders = readonly string[];

// Where a second copy would leave it to each reader which one counts (RFC 9110 §5.3, RFC 9112 §3.2 and §6.3).
const SINGLE = new Set([
  "authorization",
  "content-length",
  "content-type",
  "github-public-key-identifier",
  "github-public-key-signature",
  "host",
  "mcp-method",
  "mcp-name",
  "mcp-protocol-version",
  "mcp-session-id",
  "origin",
  "transfer-encoding",
]);

// What only a proxy, our own guard, or Next.js itself may say.
const INTERNAL = new Set([
  "cf-connecting-ip",
  "client-ip",
  "content-security-policy",
  "content-security-policy-report-only",
  "fastly-client-ip",
  "forwarded",
  "true-client-ip",
  "via",
  "x-client-ip",
  "x-cluster-client-ip",
  "x-http-method-override",
  "x-matched-path",
  "x-nonce",
  "x-original-host",
  "x-original-url",
  "x-real-ip",
  "x-request-id",
  "x-rewrite-url",
]);
const INTERNAL_PREFIXES = [
  "x-forwarded-",
  "x-postern-",
  "x-middleware-",
  "x-invoke-",
  "x-vercel-",
  "x-next-",
  "x-now-",
];

/** The first header that came twice although it must not, or null. */
export function duplicatedHeader(raw: RawHeaders): string | null {
  const seen = new Set<string>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = nameAt(raw, index);
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return null;
}

/** All values of one header, in order. */
export function headerValues(raw: RawHeaders, wanted: string): string[] {
  const values: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    if (nameAt(raw, index) === wanted) values.push(raw[index + 1] ?? "");
  }
  return values;
}

/** Without what a client has no business to say, and without the names that are about to be set. */
export function withoutInternal(raw: RawHeaders, replaced: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = nameAt(raw, index);
    if (!isInternal(name) && !replaced.includes(name)) kept.push(name, raw[index + 1] ?? "");
  }
  return kept;
}

function isInternal(name: string): boolean {
  return INTERNAL.has(name) || INTERNAL_PREFIXES.some((prefix) => name.startsWith(prefix));
}

/** In lower case. */
function nameAt(raw: RawHeaders, index: number): string {
  return (raw[index] ?? "").toLowerCase();
}

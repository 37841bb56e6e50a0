import type { Config } from "#lib/env/index.ts";

/** The page reads its nonce from this request header; Next.js reads it from the policy itself. */
export const NONCE_HEADER = "x-nonce";

const HSTS_SECONDS = 2 * 365 * 24 * 3600;

/** For answers that no browser should ever show as a page. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export function pagePolicy(nonce: string, { production, publicUrl }: Pick<Config, "production" | "publicUrl">): string {
  const directives = [
    "default-src 'self'",
    // Development evaluates code for hot reload and stack traces.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${production ? "" : " 'unsafe-eval'"}`,
    // Development's overlay makes style elements of its own; a nonce here would switch 'unsafe-inline' off.
    production ? `style-src 'self' 'nonce-${nonce}'` : "style-src 'self' 'unsafe-inline'",
    // Server-rendered style attributes (positions, widths of bars) can't carry a nonce; they can't run scripts either.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${production ? "" : " ws: wss:"}`,
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    ...(publicUrl.protocol === "https:" ? ["upgrade-insecure-requests"] : []),
  ];
  return directives.join("; ");
}

/** Every answer carries these; the policy comes on top. */
export function securityHeaders(path: string, { publicUrl }: Pick<Config, "publicUrl">): Record<string, string> {
  return {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    // Nobody else ever learns our addresses. Not no-referrer everywhere: browsers then send "Origin: null" with our own
    // forms, and the origin check would have nothing to check. Pages with a token in their address get it all the same.
    "Referrer-Policy": path.startsWith("/setup") ? "no-referrer" : "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    ...(path === "/mcp" ? {} : { "Cross-Origin-Resource-Policy": "same-origin" }),
    ...(publicUrl.protocol === "https:" ? { "Strict-Transport-Security": `max-age=${HSTS_SECONDS}` } : {}),
  };
}

import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { deriveKey } from "#lib/crypto/index.ts";
import { config } from "#lib/env/index.ts";
import { SESSION_SECONDS } from "./sign-in.ts";

/** next-auth encrypts its cookie (JWE) with this; derived, so that one secret serves several purposes. */
export function cookieSecret(): string {
  return deriveKey(config().secret, "postern/next-auth/v1").toString("base64url");
}

export function isSecure(): boolean {
  return config().publicUrl.protocol === "https:";
}

/** `__Host-` keeps a neighbour on a subdomain from planting a session of its own (RFC 6265bis §4.1.3.2). */
export function cookieName(): string {
  return `${isSecure() ? "__Host-" : ""}next-auth.session-token`;
}

/** The session id in this request's cookie, or null. The cookie carries nothing else that counts. */
export async function readSessionId(): Promise<string | null> {
  const value = (await cookies()).get(cookieName())?.value;
  if (value === undefined) return null;
  try {
    return sessionIdOf(await decode({ token: value, secret: cookieSecret() }));
  } catch {
    // Not ours, cut short, or from another secret: the same as none.
    return null;
  }
}

/** Sets the cookie as next-auth would after its own callback. */
export async function writeSessionCookie(sessionId: string, userId: string): Promise<void> {
  const token = await encode({
    token: { sub: userId, sid: sessionId },
    secret: cookieSecret(),
    maxAge: SESSION_SECONDS,
  });
  (await cookies()).set(cookieName(), token, {
    httpOnly: true,
    sameSite: "lax",
    secure: isSecure(),
    path: "/",
    maxAge: SESSION_SECONDS,
  });
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).delete({ name: cookieName(), path: "/", secure: isSecure(), httpOnly: true, sameSite: "lax" });
}

export function sessionIdOf(token: Readonly<Record<string, unknown>> | null): string | null {
  return typeof token?.sid === "string" ? token.sid : null;
}

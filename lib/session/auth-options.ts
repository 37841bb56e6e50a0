import { headers } from "next/headers";
import NextAuth, { type LoggerInstance, type NextAuthOptions, type Session } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { provideEnvironment } from "#lib/env/index.ts";
import { sourceFromHeaders } from "#lib/http/source.ts";
import { logger } from "#lib/observability/index.ts";
import { authorize } from "./authorize.ts";
import { cookieName, cookieSecret, isSecure, sessionIdOf } from "./cookie.ts";
import { endSession } from "./end-session.ts";
import { SESSION_SECONDS } from "./sign-in.ts";
import { findLiveSession } from "./store.ts";

// Its only switch: our own address is then the forwarded host, which the socket guard alone can set.
provideEnvironment({ AUTH_TRUST_HOST: "true" });

/** next-auth with e-mail and password. Its token carries a session id; the row behind it decides on every request. */
function authOptions(): NextAuthOptions {
  return {
    secret: cookieSecret(),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    useSecureCookies: isSecure(),
    cookies: {
      sessionToken: {
        name: cookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() },
      },
    },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      Credentials({
        credentials: { email: { label: "E-mail", type: "email" }, password: { label: "Password", type: "password" } },
        authorize: authorizePosted,
      }),
    ],
    events: { signOut: endSession },
    logger: log,
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: token.sub, sid: (user as { sessionId?: string }).sessionId } : token),
      // Without this, /api/auth/session would go on answering for a revoked session.
      async session({ session, token }) {
        const sessionId = sessionIdOf(token);
        const row = sessionId === null ? null : await findLiveSession(sessionId, new Date());
        return row ? { ...session, user: { name: row.name, email: row.email } } : signedOut();
      },
    },
  };
}

/** What next-auth itself answers without a cookie; its type leaves the case out. */
function signedOut(): Session {
  return {} as Session;
}

async function authorizePosted(posted: Record<string, unknown> | undefined) {
  const signedIn = await authorize(posted ?? {}, sourceFromHeaders(await headers()));
  return signedIn && { id: signedIn.userId, sessionId: signedIn.sessionId };
}

/** A cookie that is not ours is anybody's to send, and no failure. */
const log: Partial<LoggerInstance> = {
  error(code, metadata) {
    const err = metadata instanceof Error ? metadata : metadata.error;
    logger()[code === "JWT_SESSION_ERROR" ? "debug" : "error"]({ code, err }, "next-auth failed");
  },
  warn: (code) => logger().warn({ code }, "next-auth warns"),
  debug: () => undefined,
};

/** The route handler of /api/auth/*. */
export function authHandler(request: Request, context: unknown): Promise<Response> {
  return NextAuth(authOptions())(request, context) as Promise<Response>;
}

import { setTimeout as wait } from "node:timers/promises";
import { withoutWorkspace } from "#db/tenant.ts";
import { checkPassword, hashPassword, newId } from "#lib/crypto/index.ts";
import { AppError, type ErrorCode } from "#lib/errors/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { logger } from "#lib/observability/index.ts";
import { Email, findUserByEmail, replacePasswordHash, type UserRow } from "#lib/people/index.ts";
import { recordForPerson } from "./record.ts";
import { countSignInAttempt } from "./sign-in-limits.ts";
import { insertSession, keepsPassword } from "./store.ts";

export const SESSION_SECONDS = 14 * 86_400;
/** A refusal takes at least this long, whatever was looked up and written on the way. */
const REFUSAL_FLOOR_MS = 500;

export interface SignedIn {
  readonly sessionId: string;
  readonly userId: string;
  readonly mustChangePassword: boolean;
}

/**
 * Checks e-mail and password and opens a session.
 * @throws AppError `unauthenticated`, with the same answer and timing for unknown and known e-mails; `rate_limited`
 */
export async function signInWithPassword(
  input: { readonly email: string; readonly password: string },
  source: RequestSource,
): Promise<SignedIn> {
  const floor = wait(REFUSAL_FLOOR_MS);
  try {
    return await attempt(input, source, new Date());
  } catch (error) {
    await floor;
    throw error;
  }
}

async function attempt(
  { email: typedEmail, password }: { readonly email: string; readonly password: string },
  source: RequestSource,
  now: Date,
): Promise<SignedIn> {
  const email = Email.safeParse(typedEmail);
  const find = async () => (email.success ? withoutWorkspace((db) => findUserByEmail(db, email.data)) : null);
  const uncount = await countSignInAttempt(email.data ?? typedEmail.slice(0, 254), source.ip, now, async () =>
    recordRefusal(await find(), { errorCode: "rate_limited", errorReason: "sign_in_limit" }, source),
  );
  const user = await find();
  const { isValid, needsRehash } = await checkPassword(user?.passwordHash ?? null, password.slice(0, 1_000));
  const sessionId = user !== null && isValid ? await openSession(user, source, now) : null;
  if (user === null || sessionId === null) return refuse(user, source);
  await uncount();
  if (needsRehash) await rehash(user, password);
  return { sessionId, userId: user.id, mustChangePassword: user.mustChangePassword };
}

/** The session and its event; null when the person was disabled, or got another password while this one was checked. */
async function openSession(user: UserRow, source: RequestSource, now: Date): Promise<string | null> {
  const sessionId = newId();
  const expiresAt = new Date(now.getTime() + SESSION_SECONDS * 1000);
  const { ip, userAgent } = source;
  return withoutWorkspace((db) =>
    db.transaction(async (tx) => {
      if (!(await keepsPassword(tx, user.id, user.passwordHash))) return null;
      const proof = { provenAt: now, proofKind: "password" } as const;
      await insertSession(tx, { id: sessionId, userId: user.id, expiresAt, ip, userAgent, ...proof });
      await recordForPerson({ ...user, sessionId }, "session.create", { status: "success" }, source, tx);
      return sessionId;
    }),
  );
}

async function refuse(user: UserRow | null, source: RequestSource): Promise<never> {
  const error = new AppError("unauthenticated", "E-mail or password is wrong.", { reason: "wrong_password" });
  await recordRefusal(user, { errorCode: "unauthenticated", errorReason: "wrong_password" }, source);
  throw error;
}

/** What concerns nobody whom we know has no workspace to be recorded in, and goes to the operator's log. */
async function recordRefusal(
  user: UserRow | null,
  why: { readonly errorCode: ErrorCode; readonly errorReason: string },
  source: RequestSource,
): Promise<void> {
  if (user)
    return recordForPerson({ ...user, sessionId: null }, "session.create", { status: "denied", ...why }, source);
  const { ip, requestId } = source;
  logger().warn({ reason: why.errorReason, ip, requestId }, "sign-in failed for an unknown e-mail");
}

async function rehash(user: UserRow, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await withoutWorkspace((db) => replacePasswordHash(db, user.id, user.passwordHash, passwordHash));
}

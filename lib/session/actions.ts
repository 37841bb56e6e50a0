import { cookies } from "next/headers";
import { Environment } from "#lib/environments/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { changeOwnPassword } from "./change-password.ts";
import { clearSessionCookie, writeSessionCookie } from "./cookie.ts";
import { endSession } from "./end-session.ts";
import { findPerson, requestSource } from "./person.ts";
import { settlePreferences } from "./preferences.ts";
import { prove } from "./prove.ts";
import { signInWithPassword } from "./sign-in.ts";
import { environmentCookie } from "./workspace-page.ts";

/**
 * Signs a person in: session row and cookie.
 * @returns whether a password of their own has to be chosen before anything else
 * @throws AppError `unauthenticated` or `rate_limited`
 */
export async function signIn(input: {
  readonly email: string;
  readonly password: string;
}): Promise<{ readonly mustChangePassword: boolean }> {
  const { sessionId, userId, mustChangePassword } = await signInWithPassword(input, await requestSource());
  await writeSessionCookie(sessionId, userId);
  await settlePreferences(userId);
  return { mustChangePassword };
}

/** Ends the session at once, on every instance. */
export async function signOut(): Promise<void> {
  await endSession();
  await clearSessionCookie();
}

/**
 * Gives the signed-in person a new password and ends their other sessions.
 * @throws AppError `unauthenticated` without a session, `validation` by field, `rate_limited`
 */
export async function changePassword(input: { readonly current: string; readonly next: string }): Promise<void> {
  const person = await findPerson();
  if (person === null) throw new AppError("unauthenticated", "Sign in first.");
  await changeOwnPassword(person, input, await requestSource());
}

/**
 * Takes the signed-in person's password as proof that it is them.
 * @throws AppError `unauthenticated` without a session, `validation` by field, `rate_limited`
 */
export async function proveWithPassword(password: string): Promise<void> {
  const person = await findPerson();
  if (person === null) throw new AppError("unauthenticated", "Sign in first.");
  await prove(person, { kind: "password", password }, await requestSource());
}

/** Remembers, in this browser, which environment's data the workspace's pages show. */
export async function chooseEnvironment(slug: string, value: unknown): Promise<void> {
  const environment = Environment.safeParse(value);
  if (!environment.success) return;
  (await cookies()).set(environmentCookie(slug), environment.data, {
    path: "/",
    sameSite: "lax",
    maxAge: 365 * 86_400,
  });
}

import type { Tx } from "#db/tenant.ts";
import { generatePassword, hashPassword, newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { insertUser, lockUserByEmail, revokeSessions, type UserRow, updateUser } from "./store.ts";

export interface ProvidedUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** Only when the person is new and no password was given: to be handed over, and changed at the first sign-in. */
  readonly generatedPassword: string | null;
}

/** Finds the person with this e-mail address, or adds one: with the password given, or a generated one. */
export async function provideUser(
  tx: Tx,
  wanted: { readonly email: string; readonly name?: string; readonly password?: string },
): Promise<ProvidedUser> {
  const existing = await lockUserByEmail(tx, wanted.email);
  if (existing) return { id: existing.id, email: existing.email, name: existing.name, generatedPassword: null };
  const generatedPassword = wanted.password === undefined ? generatePassword() : null;
  const id = newId();
  const name = wanted.name ?? nameFromEmail(wanted.email);
  const isNew = await insertUser(tx, {
    id,
    email: wanted.email,
    name,
    passwordHash: await hashPassword(wanted.password ?? generatedPassword ?? ""),
    mustChangePassword: generatedPassword !== null,
  });
  if (!isNew) throw new AppError("conflict", "Somebody added this person at the same moment. Try again.");
  return { id, email: wanted.email, name, generatedPassword };
}

/** Gives somebody a generated password as if they were new: whoever knew the old one, or is signed in with it, is out. */
export async function renewUser(tx: Tx, { id, email, name }: UserRow, now: Date): Promise<ProvidedUser> {
  const generatedPassword = generatePassword();
  await updateUser(tx, id, { passwordHash: await hashPassword(generatedPassword), mustChangePassword: true });
  await revokeSessions(tx, id, null, now);
  return { id, email, name, generatedPassword };
}

function nameFromEmail(email: string): string {
  const [local = email] = email.split("@");
  const words = local.split(/[._-]+/).filter((word) => word !== "");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ") || email;
}

"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { asRoute } from "#components/ui/route.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type FormState, refusalState } from "#lib/forms/index.ts";
import { changePassword, findPerson, proveWithPassword, safeReturnTo, signIn, signOut } from "#lib/session/index.ts";

/** Form data: `email`, `password`, `returnTo`. */
export async function signInAction(_previous: FormState, data: FormData): Promise<FormState> {
  const [email, password] = [text(data, "email"), text(data, "password")];
  const values = { email };
  const missing = await missingFields({ email: email.trim(), password });
  if (missing) return { ok: false, fieldErrors: missing, values };
  const returnTo = safeReturnTo(data.get("returnTo"));
  let next = returnTo;
  try {
    const { mustChangePassword } = await signIn({ email, password });
    if (mustChangePassword) next = `/change-password?returnTo=${encodeURIComponent(returnTo)}`;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { ...(await refusalState(error)), values };
  }
  redirect(asRoute(next));
}

/** Form data: `current`, `next`, `repeat`, `returnTo`. Who had to change it goes on to where they wanted to be. */
export async function changePasswordAction(_previous: FormState, data: FormData): Promise<FormState> {
  const [current, next, repeat] = [text(data, "current"), text(data, "next"), text(data, "repeat")];
  const missing = await missingFields({ current, next, repeat });
  if (missing) return { ok: false, fieldErrors: missing };
  if (next !== repeat) {
    const t = await getTranslations("auth.changePassword");
    return { ok: false, fieldErrors: { repeat: [t("mismatch")] } };
  }
  const person = await findPerson();
  try {
    await changePassword({ current, next });
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "unauthenticated") redirect("/sign-in?returnTo=%2Fchange-password");
    const { message, ...state } = await refusalState(error);
    // What stands at the field need not stand above it as well.
    return state.fieldErrors ? state : { ...state, message };
  }
  if (person?.mustChangePassword) redirect(asRoute(safeReturnTo(data.get("returnTo"))));
  return { ok: true };
}

/** Form data: `password`, and `returnTo` on the page of its own; in a dialog what was interrupted goes on instead. */
export async function proveAction(_previous: FormState, data: FormData): Promise<FormState> {
  const password = text(data, "password");
  const missing = await missingFields({ password });
  if (missing) return { ok: false, fieldErrors: missing };
  try {
    await proveWithPassword(password);
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "unauthenticated") redirect("/sign-in");
    const { message, ...state } = await refusalState(error);
    return state.fieldErrors ? state : { ...state, message };
  }
  if (data.has("returnTo")) redirect(asRoute(safeReturnTo(data.get("returnTo"))));
  return { ok: true };
}

export async function signOutAction(): Promise<void> {
  await signOut();
  redirect("/sign-in");
}

async function missingFields(typed: Readonly<Record<string, string>>): Promise<FormState["fieldErrors"] | null> {
  const missing = Object.keys(typed).filter((name) => typed[name] === "");
  if (missing.length === 0) return null;
  const t = await getTranslations("errors.fields");
  return Object.fromEntries(missing.map((name) => [name, [t("required")]]));
}

function text(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}

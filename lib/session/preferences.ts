import { cookies, headers } from "next/headers";
import { withoutWorkspace } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import {
  CHOSEN_TIME_ZONE_COOKIE,
  isTimeZone,
  LOCALE_COOKIE,
  type Locale,
  resolveLocale,
  TIME_ZONE_COOKIE,
} from "#lib/i18n/core.ts";
import { isLocale, PREFERENCE_COOKIE } from "#lib/i18n/locale.ts";
import { findUserById, updateUser } from "#lib/people/index.ts";
import { findPerson } from "./person.ts";

/** Remembers the language in this browser and, for who is signed in, for what is sent to them. */
export async function chooseLanguage(locale: Locale): Promise<void> {
  (await cookies()).set(LOCALE_COOKIE, locale, PREFERENCE_COOKIE);
  const person = await findPerson();
  if (person !== null) await withoutWorkspace((db) => updateUser(db, person.id, { locale }));
}

/**
 * Remembers in which time zone the signed-in person reads times, here and in what is sent to them.
 * @param chosen null: the browser's, whichever they sign in with
 * @throws AppError `unauthenticated` without a session, `validation` by field
 */
export async function chooseTimeZone(chosen: string | null): Promise<void> {
  const [person, jar] = await Promise.all([findPerson(), cookies()]);
  if (person === null) throw new AppError("unauthenticated", "Sign in first.");
  if (chosen !== null && !isTimeZone(chosen)) throw unknownTimeZone();
  const timeZone = chosen ?? browsersTimeZone(jar);
  if (chosen === null) jar.delete(CHOSEN_TIME_ZONE_COOKIE);
  else jar.set(CHOSEN_TIME_ZONE_COOKIE, chosen, PREFERENCE_COOKIE);
  const values = { chosenTimeZone: chosen, ...(timeZone !== null && { timeZone }) };
  await withoutWorkspace((db) => updateUser(db, person.id, values));
}

/**
 * Brings the person's language and the browser's together at sign-in: what was chosen in this browser holds for both, then
 * what the person had chosen elsewhere, then what the browser asks for. The time zone is the one that the
 * person has chosen, else the browser's.
 */
export async function settlePreferences(userId: string): Promise<void> {
  const [jar, incoming] = await Promise.all([cookies(), headers()]);
  const user = await withoutWorkspace((db) => findUserById(db, userId));
  if (user === null) return;
  const chosen = jar.get(LOCALE_COOKIE)?.value;
  const locale = resolveLocale({
    chosen: isLocale(chosen) ? chosen : user.locale,
    acceptLanguage: incoming.get("accept-language"),
  });
  const timeZone = user.chosenTimeZone ?? browsersTimeZone(jar) ?? user.timeZone;
  if (user.chosenTimeZone !== null) jar.set(CHOSEN_TIME_ZONE_COOKIE, user.chosenTimeZone, PREFERENCE_COOKIE);
  // Somebody else may have signed in here before.
  else jar.delete(CHOSEN_TIME_ZONE_COOKIE);
  if (user.locale !== null && !isLocale(chosen)) jar.set(LOCALE_COOKIE, locale, PREFERENCE_COOKIE);
  if (locale === user.locale && timeZone === user.timeZone) return;
  await withoutWorkspace((db) => updateUser(db, user.id, { locale, timeZone }));
}

function browsersTimeZone(jar: Awaited<ReturnType<typeof cookies>>): string | null {
  const zone = jar.get(TIME_ZONE_COOKIE)?.value;
  return zone !== undefined && isTimeZone(zone) ? zone : null;
}

function unknownTimeZone(): AppError {
  const message = "There is no such time zone.";
  return new AppError("validation", message, { reason: "time_zone", fieldErrors: { timeZone: [message] } });
}
